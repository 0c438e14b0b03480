package dev.latchkey.password;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A service with the range interface of Have I Been Pwned: {@code GET url/21BD1} answers lines of {@code 35 more digits:count}. Padded, so
 * that the length of the answer says nothing about which range was asked for.
 */
final class BreachService {

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int PREFIX_DIGITS = 5;

    /** A padded range has some thousand lines of forty bytes. */
    private static final long MAX_BYTES = 1 << 20;

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Beyond, a service that hangs would hold the threads that serve requests. */
    private static final int MAX_AT_ONCE = 8;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final Semaphore free = new Semaphore(MAX_AT_ONCE);
    private final String base;

    /** @throws ConfigurationException unless it is https, or this machine, and something can be put behind it */
    BreachService(URI url) {
        boolean isPlace = url.getHost() != null && url.getRawQuery() == null && url.getRawFragment() == null;
        if (!isPlace || !("https".equals(url.getScheme()) || isHere(url))) {
            throw new ConfigurationException(
                    "latchkey.password.breach.url must be an https URL without a query.",
                    Set.of("latchkey.password.breach.url"));
        }
        this.base = url + (url.getPath().endsWith("/") ? "" : "/");
    }

    /**
     * Whether the service knows the hash.
     *
     * @throws TooMany if others wait for it already
     */
    boolean contains(byte[] sha1) throws IOException {
        if (!free.tryAcquire()) {
            throw new TooMany();
        }
        try {
            String digits = HexFormat.of().withUpperCase().formatHex(sha1);
            return isAmong(get(digits.substring(0, PREFIX_DIGITS)), digits.substring(PREFIX_DIGITS));
        } finally {
            free.release();
        }
    }

    /** A padding line has the count 0. */
    private static boolean isAmong(String answer, String suffix) {
        return answer.lines()
                .anyMatch(line -> line.regionMatches(true, 0, suffix + ":", 0, suffix.length() + 1)
                        && !line.substring(suffix.length() + 1).strip().equals("0"));
    }

    /** Says nothing of the service. */
    static final class TooMany extends IOException {

        private static final long serialVersionUID = 1;
    }

    private String get(String prefix) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + prefix))
                .header("Add-Padding", "true")
                .header("User-Agent", "Latchkey")
                .build();
        CompletableFuture<HttpResponse<String>> exchange =
                http.sendAsync(request, answer -> new LimitedText(MAX_BYTES));
        try {
            // for the whole of it: a request's own limit ends with the headers
            HttpResponse<String> response = exchange.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            return response.body();
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new IOException("no answer within " + LIMIT, e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static boolean isHere(URI url) {
        return "http".equals(url.getScheme()) && LOOPBACK.contains(String.valueOf(url.getHost()));
    }
}
