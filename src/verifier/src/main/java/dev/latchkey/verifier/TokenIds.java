package dev.latchkey.verifier;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Where a token that has been verified says of which session and key it is, and until when it is good. */
final class TokenIds {

    private TokenIds() {}

    /** The claim {@code sid}; null for a token of a client, which has no session. */
    static @Nullable String session(JsonWebToken token) {
        Object claim = token.getClaim("sid");
        if (claim == null) {
            return null;
        }
        // MicroProfile gives claims of its own as text, others in some vendors' implementations as JSON strings
        String text = claim.toString();
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    /** The claim {@code exp}, in seconds; null when it cannot be had. */
    static @Nullable Long expiry(JsonWebToken token) {
        Object claim = token.getClaim("exp");
        if (claim instanceof Number number) {
            return number.longValue();
        }
        try {
            return claim == null ? null : Long.valueOf(claim.toString());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The header {@code kid}; null when it cannot be had. */
    static @Nullable String key(JsonWebToken token) {
        String raw = token.getRawToken();
        int end = raw == null ? -1 : raw.indexOf('.');
        if (raw == null || end < 0) {
            return null;
        }
        try {
            String header = new String(Base64.getUrlDecoder().decode(raw.substring(0, end)), StandardCharsets.UTF_8);
            String[] kid = {null};
            JsonReader.read(header, json -> name -> {
                if (name.equals("kid")) {
                    kid[0] = json.string();
                } else {
                    json.skip();
                }
            });
            return kid[0];
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }
}
