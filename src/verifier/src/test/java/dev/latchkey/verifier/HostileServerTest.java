package dev.latchkey.verifier;

import static dev.latchkey.verifier.ScriptedServer.COMPLETE;
import static dev.latchkey.verifier.ScriptedServer.FEED;
import static dev.latchkey.verifier.ScriptedServer.begin;
import static dev.latchkey.verifier.ScriptedServer.trickle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are no feed. */
class HostileServerTest {

    private static final Duration LONG = Duration.ofSeconds(15);

    private final ScriptedServer server;

    HostileServerTest() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void stop() {
        server.close();
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
        server.feed(garbage);
        Verifier started = server.start(null);
        await().atMost(LONG).until(() -> server.calls().size() >= 2);
        assertThat(started.isLoaded()).isFalse();

        server.feed(COMPLETE);

        await().atMost(LONG).until(started::isLoaded);
    }

    @Test
    @DisplayName("a line without an end does not fill the memory")
    void endlessLineIsCutOff() {
        long[] written = {0};
        server.on(FEED, exchange -> {
            OutputStream out = begin(exchange);
            byte[] piece = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 1_000; i++) {
                written[0] += piece.length;
                out.write(piece);
            }
        });

        Verifier started = server.start(null);

        await().atMost(LONG).until(() -> server.calls().size() >= 2);
        assertThat(started.isLoaded()).isFalse();
        assertThat(written[0]).isLessThan(20_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", ":\n", "event: weather\n", "event: complete\n\n"})
    @DisplayName("a byte now and then that never makes an event is as good as nothing")
    void trickleIsLeft(String endless) {
        server.on(FEED, exchange -> {
            begin(exchange);
            trickle(exchange, endless);
        });
        Verifier started = server.start(null);
        await().atMost(LONG).until(() -> server.calls().size() >= 2);
        assertThat(started.isLoaded()).isFalse();

        server.feed(COMPLETE);

        await().atMost(LONG).until(started::isLoaded);
    }

    @Test
    @DisplayName("times that no clock shows are taken as they come")
    void survivesExtremeTimes() {
        String revoked =
                "event: revoked\ndata: {\"kind\":\"jti\",\"token_id\":\"a\",\"revoked_at\":\"-1000000000-01-01T00:00:00Z\","
                        + "\"expires_at\":\"+1000000000-12-31T23:59:59Z\"}\n\n";
        server.feed(COMPLETE + revoked + COMPLETE);

        Verifier started = server.start(null);

        await().atMost(LONG).until(() -> started.size() == 1);
        assertThat(started.timeToDeny().max()).isEqualTo(Duration.ofDays(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 302, 307, 308, 401, 403, 404, 500, 503})
    @DisplayName("other answers are no feed, and redirects are not followed")
    void refusesOtherAnswers(int status) {
        server.on("/elsewhere", exchange -> begin(exchange).write(COMPLETE.getBytes(StandardCharsets.UTF_8)));
        server.on(FEED, exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
        });

        Verifier started = server.start(null);

        await().atMost(LONG).until(() -> server.calls().size() >= 2);
        assertThat(server.calls()).containsOnly("/revocations/stream null");
        assertThat(started.isLoaded()).isFalse();
    }

    @Test
    @DisplayName("a page in place of the stream is no feed")
    void refusesOtherContentTypes() {
        server.on(FEED, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(COMPLETE.getBytes(StandardCharsets.UTF_8));
        });

        Verifier started = server.start(null);

        await().atMost(LONG).until(() -> server.calls().size() >= 2);
        assertThat(started.isLoaded()).isFalse();
    }

    @Test
    @DisplayName("what a later version may add is ignored")
    void ignoresWhatIsNew() {
        server.feed("event: weather\n"
                + "data: sunny\n\n"
                + ": a comment\n"
                + "retry: 5\n\n"
                + "event: revoked\n"
                + "data:"
                + " {\"kind\":\"ip\",\"token_id\":\"a\",\"revoked_at\":\"2026-01-02T03:04:05Z\",\"expires_at\":\"2026-01-02T03:04:05Z\",\"more\":[1,{\"a\":null}]}\n\n"
                + COMPLETE);

        Verifier started = server.start(null);

        await().atMost(LONG).until(started::isLoaded);
        assertThat(started.size()).isZero();
    }
}
