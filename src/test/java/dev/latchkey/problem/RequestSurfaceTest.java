package dev.latchkey.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.latchkey.Requirement;
import dev.latchkey.support.LogRecords;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client can send wrongly, and that each time it gets a clear problem and never a 500. */
@QuarkusTest
class RequestSurfaceTest {

    @TestHTTPResource("/auth/refresh")
    URL refresh;

    @ParameterizedTest
    @Requirement("E-04")
    @DisplayName("one reading of a body, or none")
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[",
                "[]",
                "null",
                "1",
                "\"text\"",
                "{\"refresh_token\"}",
                "{\"refresh_token\":}",
                "{\"refresh_token\":\"a\"",
                "{\"refresh_token\":\"a\"}}",
                "{\"refresh_token\":\"a\"} x",
                "{\"refresh_token\":\"a\"}{\"refresh_token\":\"b\"}",
                "{\"refresh_token\":\"a\",\"refresh_token\":\"b\"}",
                "{\"refresh_token\":\"a\",\"more\":1}",
                "{\"refresh_token\":1}",
                "{\"refresh_token\":1.5}",
                "{\"refresh_token\":true}",
                "{\"refresh_token\":null}",
                "{\"refresh_token\":{}}",
                "{\"refresh_token\":[]}",
                "{\"refresh_token\":[\"a\"]}",
                "{'refresh_token':'a'}",
                "{refresh_token:\"a\"}",
                "{\"refreshToken\":\"a\"}",
                "{\"refresh_token\":\"a\",}",
                "/* c */{\"refresh_token\":\"a\"}",
                "{\"refresh_token\":\"\\x\"}",
                "{\"refresh_token\":\"a\nb\"}",
                "{\"refresh_token\":NaN}",
                "\uFEFF{}",
                "{\"\":\"\"}",
                "{\"__proto__\":{}}"
            })
    void bodyThatIsNotTheOneThen400(String body) {
        post(body.getBytes(StandardCharsets.UTF_8))
                .statusCode(400)
                .body("code", matchesPattern("malformed-json|invalid-request"));
    }

    @Test
    void nestingWithoutEndThen400() {
        post(("{\"refresh_token\":" + "[".repeat(5_000)).getBytes(StandardCharsets.UTF_8))
                .statusCode(400);
        post(("{\"refresh_token\":" + "9".repeat(5_000) + "}").getBytes(StandardCharsets.UTF_8))
                .statusCode(400);
    }

    @Test
    @Requirement("E-04")
    @DisplayName("UTF-8 and nothing else")
    void bodyInAnotherEncodingThen400() {
        String body = "{\"refresh_token\":\"a\"}";
        post(body.getBytes(StandardCharsets.UTF_16)).statusCode(400);
        post(body.getBytes(StandardCharsets.UTF_16LE)).statusCode(400);
        post(body.getBytes(Charset.forName("UTF-32BE"))).statusCode(400);
    }

    @Test
    void bodyThatIsNotUtf8Then400() {
        post(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'})
                .statusCode(400);
    }

    @Test
    @Requirement({"E-01", "E-03"})
    @DisplayName("the shape of a problem, and nothing more")
    void problemsHaveTheirShape() {
        post("{\"refresh_token\":\"canary-7f3a\"}".getBytes(StandardCharsets.UTF_8))
                .statusCode(401)
                .contentType("application/problem+json")
                .header("Cache-Control", "no-store")
                .body("type", equalTo("urn:latchkey:problem:invalid-refresh-token"))
                .body("title", equalTo("The refresh token is not valid"))
                .body("status", equalTo(401))
                .body("code", equalTo("invalid-refresh-token"))
                .body("instance", matchesPattern("urn:latchkey:trace:[0-9a-f]{32}"))
                .body(not(containsString("canary")))
                .body(not(containsString("dev.latchkey")));
    }

    @Test
    void instancesDiffer() {
        String first = post("{}".getBytes(StandardCharsets.UTF_8)).extract().path("instance");
        post("{}".getBytes(StandardCharsets.UTF_8)).body("instance", not(equalTo(first)));
    }

    @Test
    @Requirement("T-08")
    @DisplayName("more than 16 KiB, announced or not")
    void bodyTooLargeThen413() {
        String large = "{\"refresh_token\":\"" + "x".repeat(20_000) + "\"}";
        post(large.getBytes(StandardCharsets.UTF_8)).statusCode(413).body("code", equalTo("body-too-large"));
    }

    @Test
    @Requirement("T-08")
    @DisplayName("more than 16 KiB in chunks")
    void chunkedBodyTooLargeThen413() throws IOException {
        try (Socket socket = new Socket(refresh.getHost(), refresh.getPort())) {
            OutputStream out = socket.getOutputStream();
            write(
                    out,
                    String.join(
                            "\r\n",
                            "POST /auth/refresh HTTP/1.1",
                            "Host: localhost",
                            "Content-Type: application/json",
                            "Transfer-Encoding: chunked",
                            "Connection: close",
                            "",
                            ""));
            write(out, "12\r\n{\"refresh_token\":\"\r\n");
            for (int i = 0; i < 20; i++) {
                write(out, "400\r\n" + "x".repeat(1024) + "\r\n");
            }
            write(out, "2\r\n\"}\r\n0\r\n\r\n");
            InputStream in = socket.getInputStream();
            String reply = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Assertions.assertThat(reply).startsWith("HTTP/1.1 413").contains("body-too-large");
        }
    }

    @Test
    @Requirement("T-08")
    @DisplayName("who announced far too much and sends it all the same reads the answer")
    void refusedSenderReadsTheAnswer() throws IOException {
        byte[] moreThanBuffersHold = new byte[12 << 20];
        try (Socket socket = new Socket(refresh.getHost(), refresh.getPort())) {
            socket.setSoTimeout(20_000);
            write(
                    socket.getOutputStream(),
                    "POST /auth/refresh HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                            + moreThanBuffersHold.length + "\r\n\r\n");
            socket.getOutputStream().write(moreThanBuffersHold);

            String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Assertions.assertThat(reply).startsWith("HTTP/1.1 413").contains("body-too-large");
        }
    }

    @Test
    void unknownPathThen404() {
        given().get("/no/such/thing")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("not-found"));
    }

    @Test
    @Requirement("E-05")
    @DisplayName("405 names what is allowed")
    void wrongMethodThen405() {
        given().get("/auth/sign-in")
                .then()
                .statusCode(405)
                .header("Allow", containsString("POST"))
                .body("code", equalTo("method-not-allowed"));
        given().request("TRACE", "/samples/public").then().statusCode(405);
    }

    @Test
    void wrongAcceptThen406() {
        given().accept("text/html")
                .get("/samples/public")
                .then()
                .statusCode(406)
                .body("code", equalTo("not-acceptable"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/xml",
                "application/jsonx",
                "*/*",
                "nonsense"
            })
    @Requirement("C-09")
    @DisplayName("only application/json")
    void wrongContentTypeThen415(String type) throws Exception {
        HttpResponse<String> reply = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(refresh.toURI())
                                .header("Content-Type", type)
                                .POST(HttpRequest.BodyPublishers.ofString("{\"refresh_token\":\"a\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        Assertions.assertThat(reply.statusCode()).isEqualTo(415);
        Assertions.assertThat(reply.body()).contains("unsupported-media-type");
    }

    @Test
    @Requirement("C-09")
    @DisplayName("a body without a type is refused")
    void missingContentTypeThen415() throws IOException {
        String body = "{\"refresh_token\":\"a\"}";
        try (Socket socket = new Socket(refresh.getHost(), refresh.getPort())) {
            write(
                    socket.getOutputStream(),
                    "POST /auth/refresh HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body);
            String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Assertions.assertThat(reply).startsWith("HTTP/1.1 415");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100", "Transfer-Encoding: chunked"})
    @DisplayName("a client that hangs up in the middle of its body is not our error")
    void bodyThatEndsTooSoonIsNoErrorOfOurs(String length) throws IOException {
        Logger ours = Logger.getLogger("dev.latchkey.problem");
        Level before = ours.getLevel();
        ours.setLevel(Level.ALL);
        try (LogRecords records = LogRecords.open()) {
            try (Socket socket = new Socket(refresh.getHost(), refresh.getPort())) {
                socket.setSoTimeout(20_000);
                write(
                        socket.getOutputStream(),
                        "POST /auth/refresh HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Expect: 100-continue\r\n" + length + "\r\n\r\n");
                // said when the body is about to be read, and not before
                String goOn = "HTTP/1.1 100 Continue\r\n\r\n";
                Assertions.assertThat(socket.getInputStream().readNBytes(goOn.length()))
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo(goOn);
            }

            Awaitility.await()
                    .untilAsserted(() -> Assertions.assertThat(records.messages())
                            .anyMatch(line -> line.contains("The client hung up")));
            Assertions.assertThat(records.complaints()).isEmpty();
        } finally {
            ours.setLevel(before);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static ValidatableResponse post(byte[] body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/auth/refresh")
                .then();
    }
}
