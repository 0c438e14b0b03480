package dev.latchkey.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How long an answer is waited for, where the server takes its time. */
class HttpCallsTest {

    private static final Duration LONG = Duration.ofSeconds(15);

    private final ScriptedServer server;
    private final HttpCalls calls;
    private final CountDownLatch over = new CountDownLatch(1);

    HttpCallsTest() throws IOException {
        server = new ScriptedServer();
        calls = new HttpCalls(server.settings(null));
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.close();
    }

    @Test
    @DisplayName("a request has no timeout of its own, which from Java 26 on would end a stream in the middle")
    void requestHasNoTimeout() {
        assertThat(calls.request("/any").build().timeout()).isEmpty();
    }

    @Test
    @DisplayName("an answer that does not begin is given up")
    void silenceIsGivenUp() {
        server.on("/silent", exchange -> ScriptedServer.waitFor(over));

        assertThatExceptionOfType(HttpTimeoutException.class)
                .isThrownBy(() -> calls.send(calls.request("/silent").build()))
                .withMessage("/silent has not answered within PT2S");
    }

    @Test
    @DisplayName("who is interrupted waits no longer")
    void interruptionIsObeyed() throws Exception {
        server.on("/silent", exchange -> ScriptedServer.waitFor(over));
        Thread waiting = new Thread(() -> assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> calls.send(calls.request("/silent").build()))
                .withMessage("interrupted"));
        waiting.start();
        await().atMost(LONG).until(() -> !server.calls().isEmpty());

        waiting.interrupt();

        waiting.join(1_000);
        assertThat(waiting.isAlive()).isFalse();
    }

    @Test
    @DisplayName("why there is no answer is told as it was")
    void failureIsToldAsItWas() {
        server.close();

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> calls.send(calls.request("/any").build()));
    }
}
