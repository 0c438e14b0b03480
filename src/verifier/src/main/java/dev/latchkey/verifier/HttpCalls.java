package dev.latchkey.verifier;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How Latchkey is called: no redirects, which could lead a token to another host; no wait without an end; no answer without a limit
 * (standards K-06).
 */
final class HttpCalls {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_HEADERS_LIMIT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_LIMIT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final VerifierSettings settings;
    private final Duration headersLimit;

    HttpCalls(VerifierSettings settings) {
        this.settings = settings;
        this.headersLimit = settings.maxSilence().compareTo(LONGEST_HEADERS_LIMIT) < 0
                ? settings.maxSilence()
                : LONGEST_HEADERS_LIMIT;
    }

    /** Without a timeout of its own: up to Java 25 that ends with the headers, from 26 on it would end a stream in the middle. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(settings.url() + path));
    }

    /** The answer as soon as its headers are there. Its body must be closed. */
    HttpResponse<TimedBody> send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<TimedBody>> answer =
                client.sendAsync(request, headers -> new TimedBody(settings.maxSilence()));
        try {
            return answer.get(headersLimit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            giveUp(answer);
            throw new HttpTimeoutException(request.uri().getPath() + " has not answered within " + headersLimit);
        } catch (InterruptedException e) {
            giveUp(answer);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    /** Ends the connection, if the answer has come at the last moment, too. */
    private static void giveUp(CompletableFuture<HttpResponse<TimedBody>> answer) {
        if (!answer.cancel(true) && !answer.isCompletedExceptionally()) {
            answer.join().body().close();
        }
    }

    /** {@code client_secret_basic}. */
    static String basic(String user, String password) {
        byte[] bytes = (user + ':' + password).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }
}
