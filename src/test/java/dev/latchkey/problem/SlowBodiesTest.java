package dev.latchkey.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** More bodies that do not come than a node has threads. */
@QuarkusTest
@Requirement({"T-07", "T-08"})
class SlowBodiesTest {

    private static final int THREADS = 200;

    @TestHTTPResource("/")
    URL url;

    private final List<Socket> crowd = new ArrayList<>();

    @AfterEach
    void disperse() throws IOException {
        for (Socket socket : crowd) {
            socket.close();
        }
    }

    @Test
    @DisplayName("hold no thread: everybody else is served while they are waited for")
    void holdNoThread() throws IOException {
        TestUser user = TestUsers.user().create();
        for (String call : List.of(
                "/auth/refresh HTTP/1.1\r\nContent-Type: application/json",
                "/auth/sign-up HTTP/1.1\r\nContent-Type: application/json",
                "/auth/password/reset HTTP/1.1\r\nContent-Type: application/json",
                "/auth/reset-password HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded",
                "/oauth2/token HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded")) {
            for (int i = 0; i < THREADS / 4; i++) {
                begin(head(call, "Content-Length: 100") + "{\"refresh_token\":");
            }
        }

        Tokens tokens = user.signIn();

        assertThat(tokens.callStatus()).isEqualTo(200);
        assertThat(crowd).allMatch(SlowBodiesTest::isWaitedFor);
    }

    @Test
    @DisplayName("are cut off in the end, whatever trickles in")
    void areCutOff() throws IOException {
        begin(head("/auth/refresh HTTP/1.1\r\nContent-Type: application/json", "Transfer-Encoding: chunked"));
        Socket socket = crowd.get(0);

        assertThat(isWaitedFor(socket)).isTrue();
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            trickle(socket);
            return !isWaitedFor(socket);
        });
    }

    private static String head(String call, String framing) {
        return String.join("\r\n", "POST " + call, "Host: localhost", framing, "", "");
    }

    private void begin(String text) throws IOException {
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(10);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        crowd.add(socket);
    }

    private static void trickle(Socket socket) {
        try {
            socket.getOutputStream().write("1\r\n \r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            assertThat(isWaitedFor(socket)).isFalse();
        }
    }

    /** Or else closed. */
    private static boolean isWaitedFor(Socket socket) {
        try {
            assertThat(socket.getInputStream().read()).as("nothing is answered").isEqualTo(-1);
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
