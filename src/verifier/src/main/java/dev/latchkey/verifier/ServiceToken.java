package dev.latchkey.verifier;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The access token by which the feed is asked for: taken with the client's credentials (RFC 6749 §4.4), and renewed before it expires,
 * since a stream ends with the token that opened it. For the follower's thread alone; it takes the next token by another.
 */
final class ServiceToken {

    private static final Logger LOG = Logger.getLogger(ServiceToken.class.getName());
    private static final int MAX_ANSWER = 16 * 1024;
    private static final long UNSTATED_LIFE_SECONDS = 60;
    private static final long MAX_LIFE_SECONDS = 86_400;
    private static final long MIN_NANOS_BETWEEN_ATTEMPTS = Duration.ofSeconds(1).toNanos();

    private final HttpCalls calls;
    private final ClientCredentials credentials;
    private final LongSupplier nanoTime;

    private @Nullable Held held;
    private long attemptAtNanos;

    /** What was taken beside the stream and is not used yet. Written by the thread that takes it. */
    private volatile @Nullable Held next;

    private volatile boolean stopped;

    /** Takes it. */
    private @Nullable Thread taker;

    /** @param renewAtNanos a fifth of its life before it expires */
    private record Held(String token, long renewAtNanos, long expiresAtNanos) {

        long nanosBetweenAttempts() {
            return Math.max(MIN_NANOS_BETWEEN_ATTEMPTS, (expiresAtNanos - renewAtNanos) / 4);
        }

        @Override
        public String toString() {
            return "a token";
        }
    }

    ServiceToken(HttpCalls calls, ClientCredentials credentials, LongSupplier nanoTime) {
        this.calls = calls;
        this.credentials = credentials;
        this.nanoTime = nanoTime;
    }

    /** One that lasts for a while; when no such one is to be had just now, the one before for as long as it lasts at all. */
    String require() throws IOException {
        takeOver();
        Held current = held;
        if (current != null && !isPast(current.renewAtNanos)) {
            return current.token;
        }
        try {
            return hold(take()).token;
        } catch (IOException e) {
            if (current == null || isPast(current.expiresAtNanos)) {
                throw e;
            }
            tell(e);
            return current.token;
        }
    }

    /**
     * Whether the next token is here, so that a stream should be opened anew before the server ends it with the token before. It is
     * taken by a thread of its own: what the stream brings does not wait until the token's endpoint answers.
     */
    boolean isRenewed() {
        if (takeOver()) {
            return true;
        }
        Held current = held;
        if (current != null && (taker == null || !taker.isAlive()) && isPast(attemptAtNanos)) {
            attemptAtNanos = nanoTime.getAsLong() + current.nanosBetweenAttempts();
            taker = new Thread(this::takeNext, "latchkey-verifier-token");
            taker.setDaemon(true);
            taker.start();
        }
        return false;
    }

    /** Ends the other thread, when the follower's has ended. */
    void stop(Duration limit) throws InterruptedException {
        Thread running = taker;
        if (running != null) {
            stopped = true;
            running.interrupt();
            running.join(limit.toMillis());
        }
    }

    /** It was refused: the next one is a new one. */
    void forget() {
        held = null;
    }

    private boolean takeOver() {
        Held taken = next;
        if (taken == null) {
            return false;
        }
        next = null;
        hold(taken);
        return true;
    }

    private Held hold(Held taken) {
        held = taken;
        attemptAtNanos = taken.renewAtNanos;
        return taken;
    }

    private boolean isPast(long nanos) {
        return nanoTime.getAsLong() - nanos >= 0;
    }

    private void takeNext() {
        try {
            next = take();
        } catch (IOException | RuntimeException e) {
            if (!stopped) {
                tell(e);
            }
        }
    }

    private static void tell(Exception cause) {
        LOG.warning(() -> "No new token for the revocation feed, going on with the one before: " + cause);
    }

    private Held take() throws IOException {
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

    private Held read(String json, long before) throws IOException {
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
        return new Held(taken[0], before + lifeNanos / 5 * 4, before + lifeNanos);
    }

    /** RFC 6749 §2.3.1: both are form-encoded before they are joined. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
