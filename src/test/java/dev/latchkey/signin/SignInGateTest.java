package dev.latchkey.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.password.Passwords;
import dev.latchkey.throttle.Attempts;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Crowds of whole and of broken requests before the door of hashing. */
@QuarkusTest
class SignInGateTest {

    private static final String HEAD =
            "POST /auth/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n";

    @TestHTTPResource("/auth/sign-in")
    URL url;

    @Inject
    Passwords passwords;

    @Inject
    SignInGate gate;

    private final List<Socket> crowd = new ArrayList<>();

    @AfterEach
    void disperse() throws IOException {
        for (Socket socket : crowd) {
            socket.close();
        }
        crowd.clear();
    }

    @Test
    @Requirement("T-07")
    @DisplayName(
            "of a crowd as many are let in as there are places; the others are told to come again, and all places are free after")
    void crowdIsRefusedAndLeavesNoTrace() throws IOException {
        gather(3 * gate.places());
        for (Socket socket : crowd) {
            send(socket, wholeRequest());
        }
        int refused = 0;
        for (Socket socket : crowd) {
            String reply = reply(socket);
            assertThat(reply).matches(text -> text.startsWith("HTTP/1.1 401 ") || text.startsWith("HTTP/1.1 503 "));
            if (reply.startsWith("HTTP/1.1 503 ")) {
                refused++;
                assertThat(reply)
                        .containsIgnoringCase("\r\nRetry-After: ")
                        .containsIgnoringCase("\r\nContent-Type: application/problem+json")
                        .containsIgnoringCase("\r\nX-Content-Type-Options: nosniff")
                        .contains("\"code\":\"busy\"");
            }
        }
        assertThat(refused).isPositive();
        assertThatEveryPlaceIsFree();
    }

    @Test
    @Requirement("T-07")
    @DisplayName("who never sends the body takes nobody's place")
    void slowSendersHoldNoPlace() throws IOException {
        TestUser user = TestUsers.user().create();
        gather(2 * gate.places());
        for (Socket socket : crowd) {
            send(socket, HEAD + "Content-Length: 100\r\n\r\n{\"username\":");
        }

        user.signIn();
    }

    @Test
    @Requirement("T-07")
    @DisplayName("nobody holds every place with sign-ins to one account, right as they are")
    void oneAccountLeavesRoomForOthers() throws IOException {
        TestUser greedy = TestUsers.user().create();
        TestUser user = TestUsers.user().create();
        gather(Attempts.MOST_AT_ONCE);
        for (Socket socket : crowd) {
            send(socket, wholeRequest(greedy.username()));
        }

        user.signIn();
        assertThat(gate.places() - Attempts.MOST_AT_ONCE).isGreaterThanOrEqualTo(passwords.places());
    }

    @Test
    @Requirement("T-07")
    @DisplayName("who hangs up, in the middle of the body or before the answer, gives the place back")
    void whoHangsUpHoldsNoPlace() throws IOException {
        for (String request : List.of(HEAD + "Content-Length: 100\r\n\r\n{\"username\":", wholeRequest())) {
            gather(2 * gate.places());
            for (Socket socket : crowd) {
                send(socket, request);
            }
            disperse();
        }

        assertThatEveryPlaceIsFree();
    }

    @Test
    @Requirement("T-08")
    @DisplayName("a body in chunks is read to 64 KiB, and refused beyond like any other")
    void endlessBodyThen413() throws IOException {
        gather(1);
        Socket socket = crowd.get(0);
        send(socket, HEAD + "Transfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 80; i++) {
            send(socket, "400\r\n" + "x".repeat(1024) + "\r\n");
        }

        assertThat(reply(socket)).startsWith("HTTP/1.1 413 ").contains("\"code\":\"body-too-large\"");
    }

    private void assertThatEveryPlaceIsFree() {
        await().untilAsserted(() -> assertThat(gate.inside()).isZero());
    }

    private void gather(int number) throws IOException {
        for (int i = 0; i < number; i++) {
            Socket socket = new Socket(url.getHost(), url.getPort());
            socket.setSoTimeout(60_000);
            crowd.add(socket);
        }
    }

    private static String wholeRequest() {
        return wholeRequest(TestUsers.unique());
    }

    private static String wholeRequest(String username) {
        String body = "{\"username\":\"" + username + "\",\"password\":\"" + TestUsers.PASSWORD + "\"}";
        return HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String reply(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
