package dev.latchkey.verifier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.latchkey.verifier.VerifierSettings.Readiness;
import dev.latchkey.verifier.VerifierSettings.WhenStale;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Answers as a test says, which is to a verifier that follows it. Notes path and credentials of each call. */
final class ScriptedServer implements AutoCloseable {

    static final String FEED = "/revocations/stream";
    static final String COMPLETE = """
        event: reset
        data: {}

        event: complete
        id: t.1
        data: {"as_of":"2026-01-02T03:04:06Z","age_ms":14}

        """;

    private final Map<String, HttpHandler> handlers = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicLong aheadNanos = new AtomicLong();
    private final HttpServer server;
    private Duration maxSilence = Duration.ofSeconds(2);
    private @Nullable Verifier verifier;

    ScriptedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            calls.add(exchange.getRequestURI().getPath() + " " + authorization);
            try (exchange) {
                handlers.getOrDefault(exchange.getRequestURI().getPath(), it -> it.sendResponseHeaders(404, -1))
                        .handle(exchange);
            }
        });
        server.start();
    }

    @Override
    public void close() {
        if (verifier != null) {
            verifier.stop();
        }
        server.stop(0);
    }

    /** For how long it may be silent: longer than a slow machine stands still where a break is not the subject. */
    ScriptedServer silentFor(Duration longest) {
        maxSilence = longest;
        return this;
    }

    VerifierSettings settings(@Nullable ClientCredentials credentials) {
        return new VerifierSettings(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                Duration.ofSeconds(30),
                WhenStale.REJECT,
                Readiness.LOADED,
                credentials,
                maxSilence);
    }

    Verifier start(@Nullable ClientCredentials credentials) {
        Verifier started =
                new Verifier(settings(credentials), Clock.systemUTC(), () -> System.nanoTime() + aheadNanos.get());
        verifier = started;
        started.start();
        return started;
    }

    /** How far the verifier's monotonic time is ahead. */
    void moveTimeTo(Duration ahead) {
        aheadNanos.set(ahead.toNanos());
    }

    /** Such as {@code /revocations/stream Bearer one}, in order. */
    List<String> calls() {
        return calls;
    }

    void on(String path, HttpHandler handler) {
        handlers.put(path, handler);
    }

    void feed(String events) {
        on(FEED, exchange -> begin(exchange).write(events.getBytes(StandardCharsets.UTF_8)));
    }

    static OutputStream begin(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    /** A byte now and then, for as long as somebody listens. */
    static void trickle(HttpExchange exchange, String endless) throws IOException {
        OutputStream out = exchange.getResponseBody();
        for (int i = 0; ; i++) {
            out.write(endless.charAt(i % endless.length()));
            out.flush();
            pause();
        }
    }

    static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
