package dev.latchkey.verifier;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Opens the stream of revocations, with a token where one is needed. */
final class Feed {

    private static final String PATH = "/revocations/stream";
    private static final String EVENTS = "text/event-stream";

    private final HttpCalls calls;
    private final @Nullable ServiceToken token;

    Feed(VerifierSettings settings, LongSupplier nanoTime) {
        this.calls = new HttpCalls(settings);
        ClientCredentials credentials = settings.credentials();
        this.token = credentials == null ? null : new ServiceToken(calls, credentials, nanoTime);
    }

    /**
     * Opens the stream behind a cursor, or from the beginning.
     *
     * @throws FeedException when the answer is no stream
     */
    TimedBody open(@Nullable String cursor) throws IOException {
        HttpRequest.Builder request = calls.request(PATH).header("Accept", EVENTS);
        if (cursor != null) {
            request.header("Last-Event-ID", cursor);
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token.require());
        }
        HttpResponse<TimedBody> answer = calls.send(request.build());
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (answer.statusCode() == 200 && type.startsWith(EVENTS)) {
            return answer.body();
        }
        answer.body().close();
        throw refused(answer.statusCode(), type);
    }

    /** Whether to open the stream anew with the next token, before the server ends it with this one. */
    boolean isTokenRenewed() {
        return token != null && token.isRenewed();
    }

    /** Ends what goes on beside the stream. */
    void stop(Duration limit) throws InterruptedException {
        if (token != null) {
            token.stop(limit);
        }
    }

    private FeedException refused(int status, String type) {
        return switch (status) {
            case 200 -> new FeedException(PATH + " answered with " + type + " instead of " + EVENTS);
            case 401 -> {
                if (token != null) {
                    token.forget();
                }
                yield new FeedException.Unauthorized(
                        token == null
                                ? PATH + " answered 401: set latchkey.verifier.client-id and its secret"
                                : PATH + " answered 401: the token is not, or no longer, accepted");
            }
            case 403 -> new FeedException(PATH + " answered 403: the client needs the role service");
            default ->
                new FeedException(PATH + " answered " + status
                        + (status / 100 == 3
                                ? ", and redirects are not followed: is latchkey.verifier.url right?"
                                : ""));
        };
    }
}
