package dev.latchkey.verifier;

import static dev.latchkey.verifier.ScriptedServer.COMPLETE;
import static dev.latchkey.verifier.ScriptedServer.FEED;
import static dev.latchkey.verifier.ScriptedServer.answer;
import static dev.latchkey.verifier.ScriptedServer.begin;
import static dev.latchkey.verifier.ScriptedServer.pause;
import static dev.latchkey.verifier.ScriptedServer.trickle;
import static dev.latchkey.verifier.ScriptedServer.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to the token that the feed may want. */
class ServiceTokenTest {

    private static final Duration LONG = Duration.ofSeconds(15);

    private final ScriptedServer server;

    ServiceTokenTest() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("with credentials it takes a token first, once for as long as that is good")
    void takesToken() {
        server.on(
                "/oauth2/token",
                exchange ->
                        answer(exchange, "{\"access_token\":\"one\",\"token_type\":\"Bearer\",\"expires_in\":900}"));
        server.feed(COMPLETE);

        Verifier started = server.start(new ClientCredentials("billing", "a:b %+é"));

        await().atMost(LONG).until(() -> server.calls().size() >= 3);
        assertThat(started.isLoaded()).isTrue();
        assertThat(server.calls())
                .startsWith(
                        // each form-encoded before they are joined (RFC 6749 §2.3.1)
                        "/oauth2/token " + HttpCalls.basic("billing", "a%3Ab+%25%2B%C3%A9"),
                        "/revocations/stream Bearer one",
                        "/revocations/stream Bearer one");
    }

    @Test
    @DisplayName("a token that is refused is replaced at once")
    void replacesRefusedToken() {
        server.on(
                "/oauth2/token",
                exchange -> answer(
                        exchange, "{\"access_token\":\"t" + server.calls().size() + "\",\"expires_in\":900}"));
        server.on(FEED, exchange -> {
            if (server.calls().size() < 3) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            begin(exchange).write(COMPLETE.getBytes(StandardCharsets.UTF_8));
        });

        Verifier started = server.start(new ClientCredentials("billing", "secret"));

        await().atMost(LONG).until(started::isLoaded);
        assertThat(server.calls().get(1)).endsWith("Bearer t1");
        assertThat(server.calls().get(3)).endsWith("Bearer t3");
    }

    @Test
    @DisplayName("a token is renewed before it expires, and the stream opened anew with it")
    void renewsTokenAhead() {
        server.on(
                "/oauth2/token",
                exchange -> answer(
                        exchange, "{\"access_token\":\"t" + server.calls().size() + "\",\"expires_in\":1}"));
        server.on(FEED, exchange -> {
            OutputStream out = begin(exchange);
            for (int i = 0; i < 100; i++) {
                out.write(COMPLETE.getBytes(StandardCharsets.UTF_8));
                out.flush();
                pause();
            }
        });

        server.start(new ClientCredentials("billing", "secret"));

        await().atMost(LONG).until(() -> count("/revocations/stream Bearer t", 0) >= 3);
        assertThat(server.calls().stream()
                        .filter(call -> call.startsWith("/revocations/stream"))
                        .map(call -> Integer.valueOf(call.substring(call.lastIndexOf('t') + 1))))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("the stream goes on while the next token is not to be had, and until it is here")
    void keepsStreamUntilTheNextTokenIsHere() {
        String revoked = """
            event: revoked
            data: {"kind":"kid","token_id":"a","revoked_at":"2026-01-02T03:04:05Z","expires_at":"2100-01-01T00:00:00Z"}

            """;
        AtomicBoolean asked = new AtomicBoolean();
        CountDownLatch learned = new CountDownLatch(1);
        AtomicBoolean hangs = new AtomicBoolean(true);
        server.on("/oauth2/token", exchange -> {
            if (server.calls().size() == 1) {
                answer(exchange, "{\"access_token\":\"t1\",\"expires_in\":1}");
            } else if (hangs.get()) {
                asked.set(true);
                waitFor(learned);
                hangs.set(false);
                exchange.sendResponseHeaders(503, -1);
            } else {
                answer(exchange, "{\"access_token\":\"t2\",\"expires_in\":900}");
            }
        });
        server.on(FEED, exchange -> {
            OutputStream out = begin(exchange);
            boolean told = false;
            for (int i = 0; i < 200; i++) {
                out.write((!told && asked.get() ? revoked : COMPLETE).getBytes(StandardCharsets.UTF_8));
                out.flush();
                told |= asked.get();
                pause();
            }
        });

        Verifier started = server.start(new ClientCredentials("billing", "secret"));

        // while the token's endpoint does not answer
        await().atMost(LONG).until(() -> started.size() == 1);
        assertThat(hangs).isTrue();
        learned.countDown();
        await().atMost(LONG).until(() -> server.calls().size() >= 5);
        assertThat(server.calls().stream().filter(call -> call.startsWith("/revocations")))
                .startsWith("/revocations/stream Bearer t1", "/revocations/stream Bearer t2");
        assertThat(server.calls().get(3)).startsWith("/oauth2/token ");
    }

    @Test
    @DisplayName("the token there is opens the stream anew as long as it is good, when no other is to be had")
    void fallsBackToTheTokenHeld() {
        server.on("/oauth2/token", exchange -> {
            if (server.calls().size() == 1) {
                answer(exchange, "{\"access_token\":\"t1\",\"expires_in\":900}");
            } else {
                exchange.sendResponseHeaders(503, -1);
            }
        });
        server.feed(COMPLETE);
        Verifier started = server.start(new ClientCredentials("billing", "secret"));
        await().atMost(LONG).until(started::isLoaded);

        server.moveTimeTo(Duration.ofSeconds(890));
        int due = server.calls().size();
        await().atMost(LONG).until(() -> count("/oauth2/token ", due) >= 2);
        await().atMost(LONG).until(() -> count("/revocations/stream Bearer t1", due) >= 2);

        server.moveTimeTo(Duration.ofSeconds(901));
        int expired = server.calls().size() + 1;
        await().atMost(LONG).until(() -> count("/oauth2/token ", expired) >= 2);
        assertThat(count("/revocations/stream", expired)).isZero();
    }

    @Test
    @DisplayName("an answer in a trickle is given up: the follower asks again, and follows")
    void trickleDoesNotHoldTheFollower() {
        server.on("/oauth2/token", exchange -> {
            if (server.calls().size() == 1) {
                exchange.sendResponseHeaders(200, 0);
                trickle(exchange, " ");
            }
            answer(exchange, "{\"access_token\":\"t2\",\"expires_in\":900}");
        });
        server.feed(COMPLETE);

        Verifier started = server.start(new ClientCredentials("billing", "secret"));

        await().atMost(LONG).until(started::isLoaded);
        assertThat(server.calls().get(2)).isEqualTo("/revocations/stream Bearer t2");
    }

    @Test
    @DisplayName("the next token in a trickle holds up neither the stream nor the token after it")
    void trickleDoesNotHoldTheRenewal() {
        server.on("/oauth2/token", exchange -> {
            switch ((int) count("/oauth2/token ", 0)) {
                case 1 -> answer(exchange, "{\"access_token\":\"t1\",\"expires_in\":1}");
                case 2 -> {
                    exchange.sendResponseHeaders(200, 0);
                    trickle(exchange, " ");
                }
                default -> answer(exchange, "{\"access_token\":\"t3\",\"expires_in\":900}");
            }
        });
        server.on(FEED, exchange -> {
            OutputStream out = begin(exchange);
            for (int i = 0; i < 800; i++) {
                out.write(COMPLETE.getBytes(StandardCharsets.UTF_8));
                out.flush();
                pause();
            }
        });

        // the trickle is given up after it, the stream is to bear it
        Verifier started = server.silentFor(Duration.ofSeconds(6)).start(new ClientCredentials("billing", "secret"));

        await().atMost(LONG.multipliedBy(2)).until(() -> count("/revocations/stream Bearer t3", 0) == 1);
        assertThat(count("/revocations/stream", 0)).as("no other break").isEqualTo(2);
        assertThat(started.isStale()).isFalse();
    }

    private long count(String call, int from) {
        return server.calls().stream()
                .skip(from)
                .filter(made -> made.startsWith(call))
                .count();
    }

    @Test
    @DisplayName("a token that says it lasts no time is not asked for again and again")
    void doesNotStormTheTokenEndpoint() {
        server.on("/oauth2/token", exchange -> answer(exchange, "{\"access_token\":\"t\",\"expires_in\":0}"));
        server.on(FEED, exchange -> {
            OutputStream out = begin(exchange);
            for (int i = 0; i < 100; i++) {
                out.write(COMPLETE.getBytes(StandardCharsets.UTF_8));
                out.flush();
                pause();
            }
        });

        server.start(new ClientCredentials("billing", "secret"));

        await().during(Duration.ofSeconds(2))
                .atMost(LONG)
                // six are usual; a storm makes hundreds
                .until(() -> server.calls().size() <= 16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"access_token\":\"a\\nb\",\"expires_in\":1}", "{\"access_token\":1}", "[]"})
    @DisplayName("an answer without a token is none")
    void survivesBadTokenAnswer(String body) {
        server.on("/oauth2/token", exchange -> answer(exchange, body));

        Verifier started = server.start(new ClientCredentials("billing", "secret"));

        await().atMost(LONG).until(() -> server.calls().size() >= 2);
        assertThat(server.calls()).allMatch(call -> call.startsWith("/oauth2/token "));
        assertThat(started.isLoaded()).isFalse();
    }
}
