package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.Requirement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Behind a real proxy on 127.0.0.1, which is trusted, with clients on 127.0.0.2, which are not. Standards C-15. */
class TrustedProxyIT {

    private static final String CLIENT = "127.0.0.2";
    private static final String PROXY = "127.0.0.1";
    private static final String FORGED = "203.0.113.66";
    private static final String USER = "ada@example.com";

    private static Database database;
    private static Node node;
    private static int port;

    @BeforeAll
    static void start() {
        database = Database.start();
        node = Node.start(database, Map.of("LATCHKEY_TRUSTED_PROXIES", PROXY + "/32"));
        port = URI.create(node.client().base()).getPort();
        node.client().signUp(USER);
    }

    @AfterAll
    static void stop() {
        node.close();
        database.close();
    }

    @Test
    @Requirement("C-15")
    @DisplayName("the client is whom the proxy heard, whatever the client wrote before")
    void throughTheProxyThenTheAddressIsTheClients() throws IOException {
        try (AppendingProxy proxy = AppendingProxy.before(node.client())) {
            assertThat(addressAfterSignIn(CLIENT, proxy.port(), FORGED)).isEqualTo(CLIENT);
        }
    }

    @Test
    @Requirement("C-15")
    @DisplayName("whoever is no proxy is not believed")
    void pastTheProxyThenTheHeaderIsIgnored() throws IOException {
        assertThat(addressAfterSignIn(CLIENT, port, FORGED)).isEqualTo(CLIENT);
    }

    @Test
    void fromTheProxyThenTheHeaderIsBelieved() throws IOException {
        assertThat(addressAfterSignIn(PROXY, port, "198.51.100.7")).isEqualTo("198.51.100.7");
        assertThat(addressAfterSignIn(PROXY, port, "nonsense")).isEqualTo(PROXY);
    }

    @Test
    @Requirement({"C-15", "L-01"})
    @DisplayName("the trail names whom the proxy heard, for what no address is handed through to as well")
    void endThroughTheProxyThenTheTrailNamesTheClient() throws IOException {
        Client.Reply tokens = node.client().signIn(USER);
        try (AppendingProxy proxy = AppendingProxy.before(node.client())) {
            String body = "{\"refresh_token\":\"" + tokens.text("refresh_token") + "\"}";
            assertThat(post(CLIENT, proxy.port(), FORGED, "/auth/sign-out", body))
                    .startsWith("HTTP/1.1 204");
        }
        assertThat(database.text("SELECT ip FROM audit_event WHERE type = 'session_ended' AND session_id = '"
                        + tokens.json().at("/session/id").asText() + "'"))
                .isEqualTo(CLIENT);
    }

    /** What the device list shows of a sign-in that comes from this address of our own, over this port, with this header. */
    private static String addressAfterSignIn(String from, int to, String forwardedFor) throws IOException {
        String body = "{\"username\":\"" + USER + "\",\"password\":\"" + Client.PASSWORD + "\"}";
        String reply = post(from, to, forwardedFor, "/auth/sign-in", body);
        assertThat(reply).startsWith("HTTP/1.1 200");
        JsonNode signedIn = new ObjectMapper().readTree(reply.substring(reply.indexOf("\r\n\r\n")));
        JsonNode sessions = node.client()
                .get("/auth/sessions", signedIn.path("access_token").asText())
                .json()
                .path("sessions");
        String id = signedIn.path("session").path("id").asText();
        for (JsonNode session : sessions) {
            if (session.path("id").asText().equals(id)) {
                return session.path("ip").asText();
            }
        }
        throw new AssertionError("The session is not listed");
    }

    private static String post(String from, int to, String forwardedFor, String path, String body) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getAllByName(from)[0], 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to));
            String request = String.join(
                    "\r\n",
                    "POST " + path + " HTTP/1.1",
                    "Host: localhost",
                    "Connection: close",
                    "Content-Type: application/json",
                    "Content-Length: " + body.length(),
                    "X-Forwarded-For: " + forwardedFor,
                    "",
                    body);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
