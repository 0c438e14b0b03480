package dev.latchkey.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Requirement;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.password.Passwords;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The request of an import: who may, in what form, how many at once. */
@QuarkusTest
class UserImportRequestTest {

    private static final int MORE_THAN_BUFFERS_HOLD = 12 << 20;

    @Inject
    Passwords passwords;

    @Inject
    AgroalDataSource database;

    @TestHTTPResource(ImportCalls.PATH)
    URL url;

    private ImportCalls calls;

    @BeforeEach
    void signInAsAdministrator() {
        calls = new ImportCalls(passwords, database);
    }

    @Test
    @DisplayName("who may not is told before anything is read")
    void authorisationComesBeforeTheBody() throws IOException {
        Tokens user = TestUsers.user().create().signIn();

        assertThat(headersOnly("", "")).startsWith("HTTP/1.1 401");
        assertThat(headersOnly("Authorization: Bearer x.y.z\r\n", "")).startsWith("HTTP/1.1 401");
        assertThat(headersOnly("Authorization: Bearer " + user.access() + "\r\n", ""))
                .startsWith("HTTP/1.1 403");
        assertThat(headersOnly("Authorization: Bearer " + calls.admin().access() + "\r\n", "?dryrun=true"))
                .startsWith("HTTP/1.1 400")
                .contains("known_parameters");
        assertThat(headersOnly("Authorization: Bearer " + calls.admin().access() + "\r\n", "?dry_run=yes"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    @Requirement("T-08")
    @DisplayName("what is refused is not read to its end: the connection is closed")
    void refusedBodyIsNotRead() throws IOException {
        try (Socket socket = open("", "")) {
            socket.setSoTimeout(20_000);

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 401")
                    .containsIgnoringCase("connection: close");
        }
    }

    @Test
    @Requirement("T-08")
    @DisplayName("the answer reaches who was refused in the middle of sending")
    void refusedSenderReadsTheAnswer() throws IOException {
        try (Socket socket = open("", "")) {
            socket.setSoTimeout(20_000);
            byte[] chunk = new byte[1 << 20];
            OutputStream out = socket.getOutputStream();
            for (int sent = 0; sent < MORE_THAN_BUFFERS_HOLD; sent += chunk.length) {
                out.write((Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(chunk);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void otherMediaTypeThen415() {
        given().auth()
                .oauth2(calls.admin().access())
                .contentType(ContentType.JSON)
                .body(calls.good(1))
                .post(ImportCalls.PATH)
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported-media-type"));
    }

    @Test
    @DisplayName("one import at a time; one that breaks off keeps what it wrote, is audited, and makes room")
    void secondImportIsBusy() throws Exception {
        try (Socket socket =
                open("Authorization: Bearer " + calls.admin().access() + "\r\nExpect: 100-continue\r\n", "")) {
            // said when the body is about to be read
            String goOn = "HTTP/1.1 100 Continue\r\n\r\n";
            assertThat(socket.getInputStream().readNBytes(goOn.length()))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo(goOn);

            calls.send(calls.good(1)).statusCode(503).body("code", equalTo("busy"));

            OutputStream out = socket.getOutputStream();
            byte[] chunk = IntStream.range(0, 700)
                    .mapToObj(calls::good)
                    .collect(Collectors.joining("\n", "", "\n"))
                    .getBytes(StandardCharsets.US_ASCII);
            out.write((Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(chunk);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await().until(() ->
                    calls.number("SELECT count(*) FROM app_user WHERE username LIKE '" + calls.own() + "-%'") == 500);
        }
        await().until(() ->
                calls.number("SELECT count(*) FROM audit_event WHERE type = 'users_imported' AND outcome = 'failure'"
                                + " AND reason = 'imported=500 unchanged=0 failed=0' AND actor_id = '" + calls.adminId()
                                + "'")
                        == 1);

        calls.send(calls.good(1)).statusCode(200).body("unchanged", equalTo(1));
    }

    /** The answer to a request of which nothing but the head is sent. */
    private String headersOnly(String headers, String query) throws IOException {
        try (Socket socket = open(headers + "Connection: close\r\n", query)) {
            socket.setSoTimeout(20_000);
            byte[] reply = new byte[4096];
            int length = socket.getInputStream().read(reply);
            return new String(reply, 0, length, StandardCharsets.UTF_8);
        }
    }

    private Socket open(String headers, String query) throws IOException {
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.getOutputStream()
                .write(("POST " + ImportCalls.PATH + query
                                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
                                + "Transfer-Encoding: chunked\r\n" + headers + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }
}
