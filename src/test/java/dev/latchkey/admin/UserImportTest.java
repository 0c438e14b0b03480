package dev.latchkey.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.password.Passwords;
import dev.latchkey.support.LogRecords;
import dev.latchkey.user.Accounts;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /admin/users/import}. */
@QuarkusTest
class UserImportTest {

    private static final String PATH = "/admin/users/import";
    private static final String CANARY = "canary-5d1e";

    @Inject
    Passwords passwords;

    @Inject
    Accounts accounts;

    @Inject
    AgroalDataSource database;

    @TestHTTPResource(PATH)
    URL url;

    private final String own = "i" + UUID.randomUUID().toString().replace("-", "");
    private Tokens admin;
    private String hash;

    @BeforeEach
    void signInAsAdministrator() {
        admin = TestUsers.user().withRole("admin").create().signIn();
        hash = passwords.hash(TestUsers.PASSWORD);
    }

    @Test
    @DisplayName("a user with everything is as the line says, and signs in")
    void importedUserSignsIn() {
        UUID id = UUID.randomUUID();

        send("""
                {"id":"%s","username":"%s","email":"%s@Example.COM","email_verified":true,"name":"Ada \u00dc \ud83d\ude80","roles":["editor"],\
                "disabled":false,"created_at":"2019-05-04T05:02:01.123456789+02:00","password_hash":"%s"}
                """.formatted(id, own.toUpperCase(Locale.ROOT), own, hash))
                .statusCode(200)
                .body("imported", equalTo(1))
                .body("unchanged", equalTo(0))
                .body("failed", equalTo(0))
                .body("dry_run", equalTo(false))
                .body("errors", hasSize(0));

        show(id).statusCode(200)
                .body("username", equalTo(own))
                .body("email", equalTo(own + "@example.com"))
                .body("email_verified", equalTo(true))
                .body("name", equalTo("Ada \u00dc \ud83d\ude80"))
                .body("roles", containsInAnyOrder("editor", "user"))
                .body("disabled", equalTo(false))
                .body("created_at", equalTo("2019-05-04T03:02:01.123456Z"));
        assertThat(new TestUser(id, own).signIn().callStatus()).isEqualTo(200);
        assertThat(new TestUser(id, own + "@example.com").signIn().callStatus()).isEqualTo(200);
    }

    @Test
    void leastOfUsersHasTheRoleUserAndNoPassword() {
        send("{\"username\":\"" + own + "\",\"email\":\"" + own + "@example.com\"}")
                .body("imported", equalTo(1));

        assertThat(signInStatus(own)).isEqualTo(401);
        given().auth()
                .oauth2(admin.access())
                .get("/admin/users?search=" + own)
                .then()
                .body("users[0].roles", equalTo(List.of("user")))
                .body("users[0].email_verified", equalTo(false));
        // an address that nobody verified is nobody's name
        assertThat(TestUsers.user().withUsername(own + "@example.com").create()).isNotNull();
    }

    @Test
    @Requirement("P-16")
    @DisplayName("P-16: a disabled user stays out")
    void disabledUserStaysOut() {
        send("{\"username\":\"%s\",\"disabled\":true,\"password_hash\":\"%s\"}".formatted(own, hash))
                .body("imported", equalTo(1));

        assertThat(signInStatus(own)).isEqualTo(401);
    }

    @Test
    void administratorMayImportAdministrators() {
        UUID id = UUID.randomUUID();
        send("{\"id\":\"%s\",\"username\":\"%s\",\"roles\":[\"admin\"],\"password_hash\":\"%s\"}"
                        .formatted(id, own, hash))
                .body("imported", equalTo(1));

        given().auth()
                .oauth2(new TestUser(id, own).signIn().access())
                .get("/admin/users?limit=1")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @MethodSource("badLines")
    @Requirement({"E-04", "L-02"})
    @DisplayName("a bad line is told by its number, not repeated, and stops no other")
    void badLineStopsNoOther(String line, String code, String detail) {
        try (LogRecords records = LogRecords.open()) {
            byte[] body = lines(
                    good(1).getBytes(StandardCharsets.UTF_8), bytes(line), good(2).getBytes(StandardCharsets.UTF_8));

            send(body, "")
                    .statusCode(200)
                    .body("imported", equalTo(2))
                    .body("failed", equalTo(1))
                    .body("errors.line", equalTo(List.of(2)))
                    .body("errors.code", equalTo(List.of(code)))
                    .body("errors[0].detail", containsString(detail))
                    .body(not(containsString(CANARY)));

            assertThat(String.join("\n", records.messages())).doesNotContain(CANARY);
            assertThat(records.complaints()).isEmpty();
        }
    }

    static Stream<Arguments> badLines() {
        String name = "\"username\":\"" + CANARY + "\"";
        return Stream.of(
                Arguments.of("{" + name, "malformed-json", "not one JSON object"),
                Arguments.of("{" + name + "} {}", "malformed-json", "not one JSON object"),
                Arguments.of("{" + name + ",}", "malformed-json", ""),
                Arguments.of("[{" + name + "}]", "malformed-json", ""),
                Arguments.of("null", "malformed-json", "not one JSON object"),
                Arguments.of("\"" + CANARY + "\"", "malformed-json", ""),
                Arguments.of(CANARY, "malformed-json", ""),
                Arguments.of("[".repeat(5000), "malformed-json", ""),
                Arguments.of("{" + name + "," + name + "}", "malformed-json", "twice"),
                Arguments.of(
                        "{" + name + ",\"" + CANARY + "\":1}", "malformed-json", "the known are created_at, disabled"),
                Arguments.of("{" + name + ",\"emailVerified\":true}", "malformed-json", "unknown member"),
                Arguments.of("{\"username\":1}", "malformed-json", "username has the wrong type"),
                Arguments.of("{" + name + ",\"disabled\":\"true\"}", "malformed-json", "disabled has the wrong type"),
                Arguments.of("{" + name + ",\"disabled\":1}", "malformed-json", "disabled has the wrong type"),
                Arguments.of("{" + name + ",\"roles\":\"admin\"}", "malformed-json", "roles has the wrong type"),
                Arguments.of("{" + name + ",\"roles\":[1]}", "malformed-json", "roles has the wrong type"),
                Arguments.of("{" + name + ",\"name\":{}}", "malformed-json", "name has the wrong type"),
                Arguments.of("{\"username\":\"\u00ff" + CANARY + "\"}", "malformed-json", "not UTF-8"),
                Arguments.of("{\"username\":\"\u00ed\u00a0\u0080\"}", "malformed-json", "not UTF-8"),
                Arguments.of("{" + name + "}" + " ".repeat(16 * 1024), "line-too-long", "16384 bytes"),
                Arguments.of("x".repeat(100_000), "line-too-long", ""),
                Arguments.of("{}", "invalid-member", "username must not be null"),
                Arguments.of("{\"username\":null}", "invalid-member", "username must not be null"),
                Arguments.of("{\"username\":\"\"}", "invalid-member", "username must be 1 to 254"),
                Arguments.of("{\"username\":\"" + CANARY + " x\"}", "invalid-member", "without spaces"),
                Arguments.of("{\"username\":\"a\\u0000b\"}", "invalid-member", "username"),
                Arguments.of("{\"username\":\"\\ud800\"}", "invalid-member", "username"),
                Arguments.of("{\"username\":\"" + "u".repeat(255) + "\"}", "invalid-member", "username"),
                Arguments.of("{" + name + ",\"email\":\"" + CANARY + "\"}", "invalid-member", "email"),
                Arguments.of("{" + name + ",\"email_verified\":true}", "invalid-member", "there is no email"),
                Arguments.of("{" + name + ",\"name\":\"a\\nb\"}", "invalid-member", "name must be 1 to 100"),
                Arguments.of("{" + name + ",\"name\":\"\\u202Eb\"}", "invalid-member", "name must be 1 to 100"),
                Arguments.of("{" + name + ",\"roles\":[\"no spaces\"]}", "invalid-member", "roles must be a letter"),
                Arguments.of("{" + name + ",\"roles\":[null]}", "invalid-member", "roles must be a letter"),
                Arguments.of(
                        "{" + name + ",\"roles\":["
                                + IntStream.range(0, 17)
                                        .mapToObj(i -> "\"r" + i + "x".repeat(58) + "\"")
                                        .collect(Collectors.joining(","))
                                + "]}",
                        "invalid-member",
                        "at most 1000"),
                Arguments.of("{" + name + ",\"id\":\"1-1-1-1-1\"}", "invalid-member", "id must be a UUID"),
                Arguments.of(
                        "{" + name + ",\"id\":\"00000000-0000-0000-0000-000000000000\"}", "invalid-member", "id must"),
                Arguments.of("{" + name + ",\"created_at\":\"yesterday\"}", "invalid-member", "created_at must be"),
                Arguments.of("{" + name + ",\"created_at\":\"1969-12-31T23:59:59Z\"}", "invalid-member", "created_at"),
                Arguments.of("{" + name + ",\"created_at\":\"9999-01-01T00:00:00Z\"}", "invalid-member", "created_at"),
                Arguments.of(
                        "{" + name + ",\"created_at\":1556938921}", "malformed-json", "created_at has the wrong type"),
                Arguments.of("{" + name + ",\"password_hash\":\"" + CANARY + "\"}", "unusable-hash", "The hash "),
                Arguments.of("{" + name + ",\"password_hash\":\"\"}", "unusable-hash", "The hash "),
                Arguments.of(
                        "{" + name + ",\"password_hash\":\"$argon2id$v=19$m=9999999,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$"
                                + "A".repeat(43) + "\"}",
                        "unusable-hash",
                        "The hash "),
                Arguments.of(
                        "{" + name + ",\"keycloak_credential\":{\"secret_data\":\"" + CANARY
                                + "\",\"credential_data\":\"{}\"}}",
                        "unusable-hash",
                        "The hash "),
                Arguments.of(
                        "{" + name
                                + ",\"password_hash\":\"x\",\"keycloak_credential\":{\"secret_data\":\"{}\",\"credential_data\":\"{}\"}}",
                        "invalid-member",
                        "password_hash and a keycloak_credential"),
                Arguments.of("{" + name + ",\"keycloak_credential\":{}}", "invalid-member", "keycloak_credential"));
    }

    @ParameterizedTest
    @DisplayName("lines however they are parted")
    @ValueSource(
            strings = {
                "<1>\n<2>\n",
                "<1>\n<2>",
                "<1>\r\n<2>\r\n",
                "\uFEFF<1>\n<2>\n",
                "\n\r\n<1>\n \t\n<2>\n\n\n",
                "\uFEFF\n<1>\n<2>"
            })
    void linesArePartedAnyhow(String text) {
        send(text.replace("<1>", good(1)).replace("<2>", good(2)))
                .statusCode(200)
                .body("imported", equalTo(2))
                .body("failed", equalTo(0));
    }

    @Test
    void emptyBodyImportsNobody() {
        send("").statusCode(200).body("imported", equalTo(0)).body("failed", equalTo(0));
        send("\n\n").statusCode(200).body("imported", equalTo(0));
    }

    @Test
    @DisplayName("errors are counted to the end and told up to a thousand")
    void errorsAreBounded() {
        send("x\n".repeat(1200) + good(1))
                .body("failed", equalTo(1200))
                .body("errors", hasSize(1000))
                .body("imported", equalTo(1));
    }

    @Test
    @Requirement("T-07")
    @DisplayName("an error is told in few words, however often a line makes it")
    void textsOfErrorsAreBounded() {
        String roles =
                IntStream.range(0, 1000).mapToObj(i -> "\"no " + i + "\"").collect(Collectors.joining(","));
        String detail = send("{\"username\":\"" + own + "\",\"roles\":[" + roles + "]}")
                .body("failed", equalTo(1))
                .extract()
                .path("errors[0].detail");

        assertThat(detail).contains("roles").hasSizeLessThan(400);
    }

    @Nested
    @DisplayName("Sent again")
    class SentAgain {

        @Test
        @DisplayName("what is there is left alone, whatever has become of it")
        void sameLinesAreUnchanged() {
            String file =
                    IntStream.range(0, 1100).mapToObj(UserImportTest.this::good).collect(Collectors.joining("\n"));
            send(file).body("imported", equalTo(1100));
            TestUser user = new TestUser(new UUID(0, 1), own + "-7");
            given().auth()
                    .oauth2(user.signIn().access())
                    .contentType(ContentType.JSON)
                    .body("{\"name\":\"Renamed\"}")
                    .patch("/auth/me")
                    .then()
                    .statusCode(200);

            send(file + "\n" + good(2000))
                    .body("imported", equalTo(1))
                    .body("unchanged", equalTo(1100))
                    .body("failed", equalTo(0));

            given().auth().oauth2(user.signIn().access()).get("/auth/me").then().body("name", equalTo("Renamed"));
        }

        @Test
        @DisplayName("another line with the same username is an error and overwrites nothing")
        void otherLineOfTheSameNameIsAnError() {
            send(good(1)).body("imported", equalTo(1));

            send("{\"username\":\"" + own + "-1\",\"roles\":[\"admin\"],\"name\":\"Mallory\"}")
                    .body("failed", equalTo(1))
                    .body("errors.code", equalTo(List.of("username-taken")));

            given().auth()
                    .oauth2(admin.access())
                    .get("/admin/users?search=" + own)
                    .then()
                    .body("users[0].roles", equalTo(List.of("user")));
        }

        @Test
        @DisplayName(
                "a line is recognised although its user has another address and username by now: no second account")
        void afterTheUsernameChanged() throws SQLException {
            String line = "{\"username\":\"" + own + "@example.com\",\"email\":\"" + own + "@example.com\"}";
            send(line).body("imported", equalTo(1));
            UUID id = UUID.fromString(text("SELECT id FROM app_user WHERE username = '" + own + "@example.com'"));
            assertThat(QuarkusTransaction.requiringNew().call(() -> accounts.takeAddress(id, own + "@example.org")))
                    .isTrue();

            send(line).body("imported", equalTo(0)).body("unchanged", equalTo(1));
        }

        @Test
        void twiceInOneFile() {
            send(good(1) + "\n" + good(1) + "\n{\"username\":\"" + own + "-1\"}\n" + good(2))
                    .body("imported", equalTo(2))
                    .body("unchanged", equalTo(1))
                    .body("errors.line", equalTo(List.of(3)))
                    .body("errors.code", equalTo(List.of("username-taken")));
        }
    }

    @Test
    @Requirement("A-05")
    @DisplayName("names, verified addresses and ids of others, present and past, are taken")
    void whatIsTaken() {
        TestUser there = TestUsers.user().create();
        TestUser gone = TestUsers.user().create();
        given().auth()
                .oauth2(admin.access())
                .delete("/admin/users/" + gone.id())
                .then()
                .statusCode(204);
        UUID id = UUID.randomUUID();

        send(String.join(
                        "\n",
                        "{\"username\":\"" + there.username() + "\"}",
                        "{\"username\":\"" + own + "a\",\"email\":\"" + there.username()
                                + "\",\"email_verified\":true}",
                        "{\"username\":\"" + own + "b\",\"id\":\"" + there.id() + "\"}",
                        "{\"username\":\"" + own + "c\",\"id\":\"" + gone.id() + "\"}",
                        "{\"username\":\"" + own + "d\",\"id\":\"" + id + "\"}",
                        "{\"username\":\"" + own + "e\",\"id\":\"" + id + "\"}",
                        // not verified, so nobody's name
                        "{\"username\":\"" + own + "f\",\"email\":\"" + there.username() + "\"}"))
                .body("imported", equalTo(2))
                .body("errors.line", equalTo(List.of(1, 2, 3, 4, 6)))
                .body(
                        "errors.code",
                        equalTo(List.of("username-taken", "email-taken", "id-taken", "id-taken", "id-taken")));
    }

    @Test
    @DisplayName("whoever signs up while a batch is written keeps the name, and the others are imported")
    void nameTakenMeanwhile() throws Exception {
        String other = TestUsers.unique();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            UUID id = UUID.randomUUID();
            statement.execute("INSERT INTO login_name VALUES ('" + own + "-2', '" + id + "')");
            statement.execute("INSERT INTO app_user (id, username, roles, created_at) VALUES ('" + id + "', '" + other
                    + "', '{user}', '2026-01-01')");
            CompletableFuture<ValidatableResponse> reply =
                    CompletableFuture.supplyAsync(() -> send(good(1) + "\n{\"username\":\"" + own + "-3\",\"email\":\""
                            + own + "-3@example.com\",\"email_verified\":true}\n" + good(2)));
            await().until(() -> number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                            + " AND query LIKE '%INTO login_name%'")
                    > 0);
            connection.commit();
            connection.setAutoCommit(true);

            reply.get()
                    .body("imported", equalTo(2))
                    .body("errors.line", equalTo(List.of(3)))
                    .body("errors.code", equalTo(List.of("username-taken")));
        }
    }

    @Test
    @DisplayName("a dry run says the same and writes nothing, not even that it was")
    void dryRunWritesNothing() throws SQLException {
        send(good(1));
        String everything = "SELECT (SELECT count(*) FROM app_user WHERE username LIKE '" + own
                + "%') + (SELECT count(*) FROM login_name WHERE name LIKE '" + own
                + "%') + (SELECT count(*) FROM audit_event WHERE actor_id = (SELECT id FROM app_user WHERE username = '"
                + adminName() + "'))";
        long before = number(everything);

        send(bytes(good(1) + "\n" + good(2) + "\nx\n" + good(3)), "?dry_run=true")
                .statusCode(200)
                .body("dry_run", equalTo(true))
                .body("imported", equalTo(2))
                .body("unchanged", equalTo(1))
                .body("errors.line", equalTo(List.of(3)));

        assertThat(number(everything)).isEqualTo(before);
    }

    @Test
    @Requirement("L-01")
    @DisplayName("L-01: an event for each user and one for the import, by whom and with the counts, all of one trace")
    void importIsAudited() throws SQLException {
        send(good(1) + "\nx\n" + good(2)).body("imported", equalTo(2));

        String trace = text("SELECT trace_id FROM audit_event WHERE type = 'users_imported' AND outcome = 'success'"
                + " AND reason = 'imported=2 unchanged=0 failed=1' AND actor_id = '" + adminId() + "'");
        assertThat(number(
                        "SELECT count(*) FROM audit_event e JOIN app_user u ON u.id = e.user_id WHERE e.type = 'user_created'"
                                + " AND e.actor_id = '" + adminId() + "' AND e.trace_id = '" + trace
                                + "' AND u.username LIKE '" + own + "%'"))
                .isEqualTo(2);
    }

    @Test
    @DisplayName("who may not is told before anything is read")
    void authorisationComesBeforeTheBody() throws IOException {
        Tokens user = TestUsers.user().create().signIn();

        assertThat(headersOnly("", "")).startsWith("HTTP/1.1 401");
        assertThat(headersOnly("Authorization: Bearer x.y.z\r\n", "")).startsWith("HTTP/1.1 401");
        assertThat(headersOnly("Authorization: Bearer " + user.access() + "\r\n", ""))
                .startsWith("HTTP/1.1 403");
        assertThat(headersOnly("Authorization: Bearer " + admin.access() + "\r\n", "?dryrun=true"))
                .startsWith("HTTP/1.1 400")
                .contains("known_parameters");
        assertThat(headersOnly("Authorization: Bearer " + admin.access() + "\r\n", "?dry_run=yes"))
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
    void otherMediaTypeThen415() {
        given().auth()
                .oauth2(admin.access())
                .contentType(ContentType.JSON)
                .body(good(1))
                .post(PATH)
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported-media-type"));
    }

    @Test
    @DisplayName("one import at a time; one that breaks off keeps what it wrote, is audited, and makes room")
    void secondImportIsBusy() throws Exception {
        try (Socket socket = open("Authorization: Bearer " + admin.access() + "\r\nExpect: 100-continue\r\n", "")) {
            // said when the body is about to be read
            String goOn = "HTTP/1.1 100 Continue\r\n\r\n";
            assertThat(socket.getInputStream().readNBytes(goOn.length()))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo(goOn);

            send(good(1)).statusCode(503).body("code", equalTo("busy"));

            OutputStream out = socket.getOutputStream();
            byte[] chunk =
                    bytes(IntStream.range(0, 700).mapToObj(this::good).collect(Collectors.joining("\n", "", "\n")));
            out.write((Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(chunk);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await().until(() -> number("SELECT count(*) FROM app_user WHERE username LIKE '" + own + "-%'") == 500);
        }
        await().until(() ->
                number("SELECT count(*) FROM audit_event WHERE type = 'users_imported' AND outcome = 'failure'"
                                + " AND reason = 'imported=500 unchanged=0 failed=0' AND actor_id = '" + adminId()
                                + "'")
                        == 1);

        send(good(1)).statusCode(200).body("unchanged", equalTo(1));
    }

    private String good(int number) {
        return "{\"username\":\"%s-%d\",\"name\":\"N\",\"password_hash\":\"%s\"}".formatted(own, number, hash);
    }

    private ValidatableResponse send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8), "");
    }

    private ValidatableResponse send(byte[] body, String query) {
        return given().auth()
                .oauth2(admin.access())
                .contentType("application/x-ndjson")
                .body(body)
                .post(PATH + query)
                .then();
    }

    private ValidatableResponse show(UUID id) {
        return given().auth().oauth2(admin.access()).get("/admin/users/" + id).then();
    }

    private int signInStatus(String username) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", TestUsers.PASSWORD))
                .post("/auth/sign-in")
                .statusCode();
    }

    private String adminId() {
        return given().auth().oauth2(admin.access()).get("/auth/me").path("id");
    }

    private String adminName() {
        return given().auth().oauth2(admin.access()).get("/auth/me").path("username");
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
                .write(("POST " + PATH + query
                                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
                                + "Transfer-Encoding: chunked\r\n" + headers + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    private long number(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).as(sql).isTrue();
            return result.getString(1);
        }
    }

    /** Each character up to U+00FF one byte, so that rows of the table can hold what is not UTF-8. */
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] lines(byte[]... lines) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            all.writeBytes(line);
            all.write('\n');
        }
        return all.toByteArray();
    }
}
