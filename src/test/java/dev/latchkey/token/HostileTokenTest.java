package dev.latchkey.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.support.LogRecords;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every token here is signed with the real key and wrong in one thing only. Each is refused for that, and nobody is woken up. */
@QuarkusTest
class HostileTokenTest {

    private static final String PLAIN = "[!-~]{1,9000}";

    /** What a cookie's value may hold (RFC 6265 §4.1.1). */
    private static final String COOKIE = "[!#-+\\--:<-\\[\\]-~]*";

    private final AccessTokenVerifier verifier;
    private LogRecords log;

    HostileTokenTest(AccessTokenVerifier verifier) {
        this.verifier = verifier;
    }

    @BeforeEach
    void openLog() {
        log = LogRecords.open();
    }

    @AfterEach
    void nothingIsLoggedAboutAClientsFault() {
        log.close();
        assertThat(log.complaints()).isEmpty();
        assertThat(log.messages()).noneMatch(message -> message.contains("canary"));
        assertThat(OutboundSpy.BAIT.visitors()).isZero();
    }

    @Test
    void verifyWhenNothingIsBentThenAccepts() throws InvalidTokenException {
        assertThat(verifier.verify(ForgedToken.good().sign()).getName()).isEqualTo("canary@example.org");
        assertThat(call(ForgedToken.good().sign()).statusCode()).isEqualTo(200);
        assertThat(call(ForgedToken.good()
                                .claim("aud", "[\"x\",\"http://localhost:8080\"]")
                                .sign())
                        .statusCode())
                .isEqualTo(200);
    }

    @Requirement({
        "A-01", "A-03", "A-04", "A-08", "A-09", "A-10", "A-11", "A-12", "A-13", "A-14", "A-15", "A-16", "A-20", "A-21",
        "K-07", "K-09"
    })
    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "dev.latchkey.token.HostileHeaders#algorithms",
        "dev.latchkey.token.HostileHeaders#confusions",
        "dev.latchkey.token.HostileHeaders#extensions",
        "dev.latchkey.token.HostileHeaders#names",
        "dev.latchkey.token.HostileTokens#forms",
        "dev.latchkey.token.HostileTokens#json",
        "dev.latchkey.token.HostileTokens#signatures",
        "dev.latchkey.token.HostileClaims#claims"
    })
    void verifyWhenBentThenRefuses(String name, String token, String reason) {
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> verifier.verify(token))
                    .isInstanceOf(InvalidTokenException.class)
                    .hasMessage(reason);
        }
        if (token.matches(PLAIN)) {
            assertRefused(call(token));
        }
        if (token.length() < 9000 && token.matches(COOKIE)) {
            assertRefused(callByCookie(token));
        }
    }

    /** Well signed by the keys of the RFCs, which are everybody's. */
    @Requirement({"A-10", "A-12", "A-13", "A-16", "A-20"})
    @ParameterizedTest
    @MethodSource("dev.latchkey.PublicVector#tokens")
    void callWithAnExampleOfAnRfcThenRefuses(String token) {
        assertRefused(call(token));
        if (token.matches(COOKIE)) {
            assertRefused(callByCookie(token));
        }
    }

    private static void assertRefused(Response response) {
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"latchkey\", error=\"invalid_token\"");
        assertThat(response.jsonPath().getString("code")).isEqualTo("invalid-token");
        assertThat(response.asString()).doesNotContain("canary");
    }

    /** The server's own limit for headers comes first. */
    @Requirement("A-17")
    @Test
    void callWhenTheHeaderIsTooLongThenRefusedBeforeParsing() {
        assertThat(call("A".repeat(20_000)).statusCode()).isEqualTo(431);
        assertThat(callByCookie("A".repeat(20_000)).statusCode()).isEqualTo(431);
    }

    /** The server hangs up in the middle, perhaps before its answer is read. */
    @Requirement("A-17")
    @Test
    void callWithAMegabyteThenTheServerHangsUp() throws IOException {
        byte[] chunk = "A".repeat(1024).getBytes(StandardCharsets.US_ASCII);
        int sent = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /samples/user HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    .getBytes(StandardCharsets.US_ASCII));
            while (sent < 1024) {
                out.write(chunk);
                sent++;
            }
            out.write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(10_000);
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 431");
        } catch (SocketException e) {
            assertThat(e).hasMessageMatching("(Broken pipe|Connection reset).*");
        }
    }

    /** Without this, nobody coming to the spy would say nothing. */
    @Test
    void theSpyNoticesWhoComes() throws IOException {
        OutboundSpy spy = new OutboundSpy();
        new Socket(InetAddress.getLoopbackAddress(), spy.port()).close();

        await().until(() -> spy.visitors() == 1);
    }

    private static Response call(String token) {
        return given().auth().oauth2(token).get("/samples/user");
    }

    private static Response callByCookie(String token) {
        return given().header("Cookie", "latchkey_access=" + token).get("/samples/user");
    }
}
