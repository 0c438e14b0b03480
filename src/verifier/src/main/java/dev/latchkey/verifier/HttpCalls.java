package dev.latchkey.verifier;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;

/**
 * How Latchkey is called: no redirects, which could lead a token to another host; no wait without an end; no answer without a limit
 * (standards K-06).
 */
final class HttpCalls {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration HEADERS_LIMIT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_LIMIT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final VerifierSettings settings;

    HttpCalls(VerifierSettings settings) {
        this.settings = settings;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(settings.url() + path)).timeout(HEADERS_LIMIT);
    }

    /** The answer as soon as its headers are there. Its body must be closed. */
    HttpResponse<TimedBody> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, headers -> new TimedBody(settings.maxSilence()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** {@code client_secret_basic}. */
    static String basic(String user, String password) {
        byte[] bytes = (user + ':' + password).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }
}
