package dev.latchkey.oauth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A form, read in one way only: UTF-8, each parameter once, no broken escapes (RFC 6749 §3.2: parameters without a value count as
 * omitted, unknown ones are ignored, repeated ones are refused), so that no two components can understand a request differently.
 */
final class FormBody {

    private static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

    private final Map<String, String> parameters;

    private FormBody(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /** @throws OAuthException {@code invalid_request} */
    static FormBody of(@Nullable String contentType, byte @Nullable [] body) {
        if (contentType == null || !contentType.split(";", 2)[0].strip().equalsIgnoreCase(MEDIA_TYPE)) {
            throw OAuthException.invalidRequest("Send " + MEDIA_TYPE + ", and say so.");
        }
        Map<String, String> parameters = new HashMap<>();
        String text = body == null ? "" : ascii(body);
        for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (parameters.put(name, value) != null) {
                throw OAuthException.invalidRequest("A parameter stands there twice.");
            }
        }
        return new FormBody(parameters);
    }

    /** The value of a parameter, unless it is missing or empty. */
    Optional<String> find(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    /** @throws OAuthException {@code invalid_request} if it is missing or empty */
    String require(String name) {
        return find(name).orElseThrow(() -> OAuthException.invalidRequest("The parameter " + name + " is missing."));
    }

    /** Undoes the encoding of forms. @throws OAuthException {@code invalid_request} */
    static String decode(String encoded) {
        byte[] bytes = new byte[encoded.length()];
        int length = 0;
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                int high = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 1), 16) : -1;
                int low = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw notAForm();
                }
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                bytes[length++] = (byte) (c == '+' ? ' ' : c);
            }
        }
        return utf8(Arrays.copyOf(bytes, length));
    }

    private static String ascii(byte[] body) {
        for (byte each : body) {
            if (each <= ' ' || each > '~') {
                throw notAForm();
            }
        }
        return new String(body, StandardCharsets.US_ASCII);
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw notAForm();
        }
    }

    private static OAuthException notAForm() {
        return OAuthException.invalidRequest("The body is not a form in UTF-8.");
    }
}
