package dev.latchkey.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are no feed, and the way to the token that the feed may want. */
class HostileServerTest {

    private static final Duration LONG = Duration.ofSeconds(15);
    private static final String COMPLETE = """
        event: reset
        data: {}

        event: complete
        id: t.1
        data: {"as_of":"2026-01-02T03:04:06Z","age_ms":14}

        """;

    private final Map<String, HttpHandler> handlers = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private @Nullable Verifier verifier;

    HostileServerTest() throws IOException {
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

    @AfterEach
    void stop() {
        if (verifier != null) {
            verifier.stop();
        }
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\n\n\u0000\u0001",
                "event: revoked\ndata: {\n\n",
                "event: revoked\ndata: {\"kind\":\"jti\"}\n\n",
                "event: revoked\n"
                        + "data:"
                        + " {\"kind\":\"jti\",\"kind\":\"sid\",\"token_id\":\"a\",\"revoked_at\":\"2026-01-02T03:04:05Z\",\"expires_at\":\"2026-01-02T03:04:05Z\"}\n\n",
                "event: revoked\n"
                        + "data:"
                        + " {\"kind\":\"jti\",\"token_id\":\"a\",\"revoked_at\":\"soon\",\"expires_at\":\"2026-01-02T03:04:05Z\"}\n\n",
                "event: complete\ndata: {\"as_of\":\"2026-01-02T03:04:05Z\"}\n\n",
                "event: complete\ndata: {\"as_of\":\"2026-01-02T03:04:05Z\",\"age_ms\":-1}\n\n",
                "event: complete\ndata: []\n\n",
                "event: complete\ndata: {}\ndata: {}\n\n",
                "event: complete\nid: a b\ndata: {}\n\n",
                "event: complete\ndata: {\"as_of\":\"2026-01-02T03:04:05Z\",\"age_ms\":1}",
            })
    @DisplayName("what is no feed is left alone, and tried again until it is one")
    void survivesGarbage(String garbage) {
        feed(garbage);
        Verifier started = start(null);
        await().atMost(LONG).until(() -> calls.size() >= 2);
        assertThat(started.isLoaded()).isFalse();

        feed(COMPLETE);

        await().atMost(LONG).until(started::isLoaded);
    }

    @Test
    @DisplayName("a line without an end does not fill the memory")
    void endlessLineIsCutOff() {
        long[] written = {0};
        handlers.put("/revocations/stream", exchange -> {
            OutputStream out = begin(exchange);
            byte[] piece = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 1_000; i++) {
                written[0] += piece.length;
                out.write(piece);
            }
        });

        Verifier started = start(null);

        await().atMost(LONG).until(() -> calls.size() >= 2);
        assertThat(started.isLoaded()).isFalse();
        assertThat(written[0]).isLessThan(20_000_000);
    }

    @Test
    @DisplayName("times that no clock shows are taken as they come")
    void survivesExtremeTimes() {
        String revoked =
                "event: revoked\ndata: {\"kind\":\"jti\",\"token_id\":\"a\",\"revoked_at\":\"-1000000000-01-01T00:00:00Z\","
                        + "\"expires_at\":\"+1000000000-12-31T23:59:59Z\"}\n\n";
        feed(COMPLETE + revoked + COMPLETE);

        Verifier started = start(null);

        await().atMost(LONG).until(() -> started.size() == 1);
        assertThat(started.timeToDeny().max()).isEqualTo(Duration.ofDays(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 302, 307, 308, 401, 403, 404, 500, 503})
    @DisplayName("other answers are no feed, and redirects are not followed")
    void refusesOtherAnswers(int status) {
        handlers.put("/elsewhere", exchange -> begin(exchange).write(COMPLETE.getBytes(StandardCharsets.UTF_8)));
        handlers.put("/revocations/stream", exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
        });

        Verifier started = start(null);

        await().atMost(LONG).until(() -> calls.size() >= 2);
        assertThat(calls).containsOnly("/revocations/stream null");
        assertThat(started.isLoaded()).isFalse();
    }

    @Test
    @DisplayName("a page in place of the stream is no feed")
    void refusesOtherContentTypes() {
        handlers.put("/revocations/stream", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(COMPLETE.getBytes(StandardCharsets.UTF_8));
        });

        Verifier started = start(null);

        await().atMost(LONG).until(() -> calls.size() >= 2);
        assertThat(started.isLoaded()).isFalse();
    }

    @Test
    @DisplayName("what a later version may add is ignored")
    void ignoresWhatIsNew() {
        feed("event: weather\n"
                + "data: sunny\n\n"
                + ": a comment\n"
                + "retry: 5\n\n"
                + "event: revoked\n"
                + "data:"
                + " {\"kind\":\"ip\",\"token_id\":\"a\",\"revoked_at\":\"2026-01-02T03:04:05Z\",\"expires_at\":\"2026-01-02T03:04:05Z\",\"more\":[1,{\"a\":null}]}\n\n"
                + COMPLETE);

        Verifier started = start(null);

        await().atMost(LONG).until(started::isLoaded);
        assertThat(started.size()).isZero();
    }

    @Test
    @DisplayName("with credentials it takes a token first, once for as long as that is good")
    void takesToken() {
        handlers.put(
                "/oauth2/token",
                exchange ->
                        answer(exchange, "{\"access_token\":\"one\",\"token_type\":\"Bearer\",\"expires_in\":900}"));
        feed(COMPLETE);

        Verifier started = start(new ClientCredentials("billing", "a:b %+é"));

        await().atMost(LONG).until(() -> calls.size() >= 3);
        assertThat(started.isLoaded()).isTrue();
        assertThat(calls)
                .startsWith(
                        // each form-encoded before they are joined (RFC 6749 §2.3.1)
                        "/oauth2/token " + HttpCalls.basic("billing", "a%3Ab+%25%2B%C3%A9"),
                        "/revocations/stream Bearer one",
                        "/revocations/stream Bearer one");
    }

    @Test
    @DisplayName("a token that is refused is replaced at once")
    void replacesRefusedToken() {
        handlers.put(
                "/oauth2/token",
                exchange -> answer(exchange, "{\"access_token\":\"t" + calls.size() + "\",\"expires_in\":900}"));
        handlers.put("/revocations/stream", exchange -> {
            if (calls.size() < 3) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            begin(exchange).write(COMPLETE.getBytes(StandardCharsets.UTF_8));
        });

        Verifier started = start(new ClientCredentials("billing", "secret"));

        await().atMost(LONG).until(started::isLoaded);
        assertThat(calls.get(1)).endsWith("Bearer t1");
        assertThat(calls.get(3)).endsWith("Bearer t3");
    }

    @Test
    @DisplayName("a token is renewed before it expires, and the stream opened anew with it")
    void renewsTokenAhead() {
        handlers.put(
                "/oauth2/token",
                exchange -> answer(exchange, "{\"access_token\":\"t" + calls.size() + "\",\"expires_in\":1}"));
        handlers.put("/revocations/stream", exchange -> {
            OutputStream out = begin(exchange);
            for (int i = 0; i < 100; i++) {
                out.write(COMPLETE.getBytes(StandardCharsets.UTF_8));
                out.flush();
                pause();
            }
        });

        start(new ClientCredentials("billing", "secret"));

        await().atMost(LONG).until(() -> calls.size() >= 6);
        assertThat(calls.get(1)).isEqualTo("/revocations/stream Bearer t1");
        assertThat(calls.get(3)).isEqualTo("/revocations/stream Bearer t3");
        assertThat(calls.get(5)).isEqualTo("/revocations/stream Bearer t5");
    }

    @Test
    @DisplayName("a token that says it lasts no time is not asked for again and again")
    void doesNotStormTheTokenEndpoint() {
        handlers.put("/oauth2/token", exchange -> answer(exchange, "{\"access_token\":\"t\",\"expires_in\":0}"));
        handlers.put("/revocations/stream", exchange -> {
            OutputStream out = begin(exchange);
            for (int i = 0; i < 100; i++) {
                out.write(COMPLETE.getBytes(StandardCharsets.UTF_8));
                out.flush();
                pause();
            }
        });

        start(new ClientCredentials("billing", "secret"));

        await().during(Duration.ofSeconds(2)).atMost(LONG).until(() -> calls.size() <= 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"access_token\":\"a\\nb\",\"expires_in\":1}", "{\"access_token\":1}", "[]"})
    @DisplayName("an answer without a token is none")
    void survivesBadTokenAnswer(String body) {
        handlers.put("/oauth2/token", exchange -> answer(exchange, body));

        Verifier started = start(new ClientCredentials("billing", "secret"));

        await().atMost(LONG).until(() -> calls.size() >= 2);
        assertThat(calls).allMatch(call -> call.startsWith("/oauth2/token "));
        assertThat(started.isLoaded()).isFalse();
    }

    private Verifier start(@Nullable ClientCredentials credentials) {
        Verifier started = new Verifier(
                new VerifierSettings(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                        Duration.ofSeconds(30),
                        WhenStale.REJECT,
                        Readiness.LOADED,
                        credentials,
                        Duration.ofSeconds(2)),
                Clock.systemUTC(),
                System::nanoTime);
        verifier = started;
        started.start();
        return started;
    }

    private void feed(String events) {
        handlers.put("/revocations/stream", exchange -> begin(exchange).write(events.getBytes(StandardCharsets.UTF_8)));
    }

    private static OutputStream begin(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
