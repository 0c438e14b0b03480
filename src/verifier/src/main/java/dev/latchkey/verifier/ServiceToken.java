package dev.latchkey.verifier;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The access token by which the feed is asked for: taken with the client's credentials (RFC 6749 §4.4), and renewed before it expires,
 * since a stream ends with the token that opened it. For the follower's thread alone.
 */
final class ServiceToken {

    private static final int MAX_ANSWER = 16 * 1024;
    private static final long UNSTATED_LIFE_SECONDS = 60;
    private static final long MAX_LIFE_SECONDS = 86_400;

    private final HttpCalls calls;
    private final ClientCredentials credentials;
    private final LongSupplier nanoTime;

    private @Nullable String token;
    private long renewAtNanos;

    ServiceToken(HttpCalls calls, ClientCredentials credentials, LongSupplier nanoTime) {
        this.calls = calls;
        this.credentials = credentials;
        this.nanoTime = nanoTime;
    }

    /** One that lasts for a while. */
    String require() throws IOException {
        String held = token;
        if (held == null || isDue()) {
            held = take();
            token = held;
        }
        return held;
    }

    /** Whether it is time for another one, a fifth of its life before it expires. */
    boolean isDue() {
        return token != null && nanoTime.getAsLong() - renewAtNanos >= 0;
    }

    /** It was refused: the next one is a new one. */
    void forget() {
        token = null;
    }

    private String take() throws IOException {
        HttpRequest request = calls.request("/oauth2/token")
                .header("Authorization", HttpCalls.basic(encode(credentials.id()), encode(credentials.secret())))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        long before = nanoTime.getAsLong();
        HttpResponse<TimedBody> answer = calls.send(request);
        try (TimedBody body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new FeedException("/oauth2/token answered " + answer.statusCode() + " to client "
                        + credentials.id() + ": are latchkey.verifier.client-id and its secret right?");
            }
            byte[] bytes = body.readNBytes(MAX_ANSWER + 1);
            if (bytes.length > MAX_ANSWER) {
                throw new FeedException("/oauth2/token answered with more than " + MAX_ANSWER + " bytes");
            }
            return read(new String(bytes, StandardCharsets.UTF_8), before);
        }
    }

    private String read(String json, long before) throws IOException {
        String[] taken = {""};
        long[] seconds = {UNSTATED_LIFE_SECONDS};
        JsonReader.read(json, reader -> name -> {
            switch (name) {
                case "access_token" -> taken[0] = reader.string();
                case "expires_in" -> seconds[0] = reader.number();
                default -> reader.skip();
            }
        });
        // it goes into a header
        if (taken[0].isEmpty() || !taken[0].chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new FeedException("/oauth2/token answered without an access_token");
        }
        // whatever it says, it is not asked for more than once a second
        long lifeNanos = Duration.ofSeconds(Math.max(1, Math.min(seconds[0], MAX_LIFE_SECONDS)))
                .toNanos();
        renewAtNanos = before + lifeNanos / 5 * 4;
        return taken[0];
    }

    /** RFC 6749 §2.3.1: both are form-encoded before they are joined. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
