package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.it.Client.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** PostgreSQL goes away, or comes back with less than it had. */
class DatabaseOutageIT {

    /** Counts from the last poll; stopping the database and asking this and that while the list is current lies within. */
    private static final Duration STALENESS = Duration.ofSeconds(15);

    private static final Duration RECOVERY = Duration.ofSeconds(20);

    private final Database database = Database.start();

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    @Requirement({"E-07", "V-06", "T-10"})
    @DisplayName("tokens are verified until the list is stale, then 503; back without a restart")
    void outage() {
        Map<String, String> settings = Map.of(
                "LATCHKEY_REVOCATION_MAX_STALENESS", STALENESS.toString(),
                "LATCHKEY_SESSION_SWEEP_EVERY", "1s",
                // nobody is there: it is on, and looks for what to send
                "QUARKUS_MAILER_HOST", "127.0.0.1",
                "QUARKUS_MAILER_PORT", Integer.toString(Node.freePort()),
                "QUARKUS_MAILER_FROM", "latchkey@example.com",
                "LATCHKEY_MAIL_POLL_EVERY", "1s");
        try (Node node = Node.start(database, settings)) {
            node.client().signUp("out@example.com");
            Reply tokens = node.client().signIn("out@example.com");
            String access = tokens.text("access_token");
            database.stop();

            assertThat(node.client().get("/samples/user", access).status()).isEqualTo(200);
            Reply refused = node.client().refresh(tokens.text("refresh_token"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text("code")).isEqualTo("unavailable");
            assertSignInUnavailable(node);
            assertThat(node.management().get("/q/health/live").status()).isEqualTo(200);
            await().atMost(STALENESS.plus(RECOVERY))
                    .until(() -> node.client().get("/samples/user", access).status() == 503);
            assertThat(node.management().get("/q/health/ready").status()).isEqualTo(503);
            assertThat(node.client().get("/samples/public").status()).isEqualTo(200);

            database.startAgain();

            await().atMost(RECOVERY)
                    .until(() -> node.client().get("/samples/user", access).status() == 200);
            await().atMost(RECOVERY)
                    .until(() ->
                            node.client().refresh(tokens.text("refresh_token")).status() == 200);
            assertThat(node.client().signIn("out@example.com").status()).isEqualTo(200);
            node.awaitReady();
            for (String complaint : List.of(
                    "The signing keys cannot be followed",
                    "Sessions cannot be swept",
                    "What was asked for by address cannot be looked for",
                    "Mail cannot be looked for")) {
                assertThat(node.log().split(complaint, -1))
                        .as("said once, not every second")
                        .hasSize(2);
            }
            assertThat(node.log()).doesNotContain("Error occurred while executing task");
            assertThat(node.log().lines())
                    .as("the database's fault is none of ours")
                    .noneMatch(line ->
                            line.contains("\"loggerName\":\"dev.latchkey.") && line.contains("\"level\":\"ERROR\""));
        }
    }

    @Test
    @Requirement({"V-03", "V-06"})
    @DisplayName("services that introspect can do so as long as tokens are verified, then 503 with Retry-After")
    void outageForAServiceThatIntrospects() {
        Map<String, String> settings = Map.of(
                "LATCHKEY_REVOCATION_MAX_STALENESS", "PT20S",
                "LATCHKEY_REVOCATION_CANARY_INTERVAL", "PT1S",
                "LATCHKEY_BOOTSTRAP_ADMIN_USERNAME", "root",
                "LATCHKEY_BOOTSTRAP_ADMIN_PASSWORD", Client.PASSWORD);
        try (Node node = Node.start(database, settings)) {
            String admin = node.client().signIn("root").text("access_token");
            String secret = node.client()
                    .send(
                            "POST",
                            "/admin/clients",
                            Map.of(
                                    "client_id",
                                    "asker",
                                    "name",
                                    "A",
                                    "roles",
                                    List.of("service"),
                                    "grant_types",
                                    List.of("client_credentials")),
                            admin)
                    .text("client_secret");
            assertThat(introspect(node, secret, admin)).contains("\"active\":true");
            await().atMost(RECOVERY)
                    .untilAsserted(
                            () -> assertThat(node.management().get("/q/metrics").body())
                                    .containsPattern("latchkey_time_to_deny_seconds_count [1-9]"));
            assertThat(introspect(node, secret, admin)).contains("\"active\":true");
            database.stop();
            Instant stopped = Instant.now();

            await().atMost(RECOVERY).until(() -> {
                assertThat(introspect(node, secret, admin)).contains("\"active\":true");
                return Instant.now().isAfter(stopped.plusSeconds(8));
            });
            await().atMost(RECOVERY).until(() -> introspect(node, secret, admin).startsWith("HTTP/1.1 503 "));
            for (String path : List.of("/oauth2/introspect", "/oauth2/revoke")) {
                assertThat(callAsClient(path, node, secret, admin))
                        .startsWith("HTTP/1.1 503 ")
                        .containsIgnoringCase("\r\nRetry-After: ")
                        .contains("\"error\":\"temporarily_unavailable\"");
            }

            database.startAgain();

            await().atMost(RECOVERY).until(() -> introspect(node, secret, admin).contains("\"active\":true"));
        }
    }

    private static String introspect(Node node, String secret, String token) {
        return callAsClient("/oauth2/introspect", node, secret, token);
    }

    private static String callAsClient(String path, Node node, String secret, String token) {
        return RawHttp.to(node)
                .send(
                        "POST",
                        path,
                        List.of("Content-Type: application/x-www-form-urlencoded"),
                        "client_id=asker&client_secret=" + secret + "&token=" + token);
    }

    @Test
    @Requirement({"E-07", "S-15"})
    @DisplayName("who holds a session cookie is told to come back: the session is neither good nor over meanwhile")
    void outageForASessionCookie() {
        try (Node node = Node.start(database, Map.of("LATCHKEY_REVOCATION_MAX_STALENESS", "PT6S"))) {
            node.client().signUp("cookie@example.com");
            List<String> browser = signInByCookie("cookie@example.com", node);
            assertThat(send("GET", "/samples/user", browser, node)).startsWith("HTTP/1.1 200 ");
            database.stop();

            assertUnavailable(browser, node);
            await().atMost(RECOVERY)
                    .until(() -> node.management().get("/q/health/ready").status() == 503);
            assertUnavailable(browser, node);

            database.startAgain();

            await().atMost(RECOVERY)
                    .until(() -> send("GET", "/samples/user", browser, node).startsWith("HTTP/1.1 200 "));
            assertThat(send("POST", "/auth/sign-out", browser, node)).startsWith("HTTP/1.1 204 ");
            assertThat(send("GET", "/samples/user", browser, node)).startsWith("HTTP/1.1 401 ");
        }
    }

    /** Nobody guesses while nobody counts: right or wrong, known device or not, the answer is the same. */
    private static void assertSignInUnavailable(Node node) {
        for (String password : List.of(Client.PASSWORD, "a guess of somebody")) {
            Reply refused =
                    node.client().post("/auth/sign-in", Map.of("username", "out@example.com", "password", password));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text("code")).isEqualTo("unavailable");
        }
    }

    private static void assertUnavailable(List<String> browser, Node node) {
        for (String call :
                List.of("GET /samples/user", "GET /auth/sessions", "GET /auth/csrf", "POST /auth/sign-out")) {
            String[] parts = call.split(" ", 2);
            assertThat(send(parts[0], parts[1], browser, node))
                    .as(call)
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("\r\nRetry-After: ")
                    .contains("\"code\":\"unavailable\"")
                    .doesNotContain("Set-Cookie");
        }
    }

    /** What the browser sends from then on with each call. */
    private static List<String> signInByCookie(String username, Node node) {
        String reply = RawHttp.to(node)
                .send(
                        "POST",
                        "/auth/sign-in",
                        List.of("Content-Type: application/json", "Origin: " + Node.ISSUER),
                        "{\"username\":\"" + username + "\",\"password\":\"" + Client.PASSWORD
                                + "\",\"transport\":\"session\"}");
        return List.of(
                "Origin: " + Node.ISSUER,
                "Cookie: " + find("__Host-latchkey_session=[^;]+", reply),
                "X-CSRF-Token: " + find("(?<=\"csrf_token\":\")[^\"]+", reply));
    }

    private static String find(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(text))
                .group();
    }

    private static String send(String method, String path, List<String> headers, Node node) {
        return RawHttp.to(node).send(method, path, headers, "");
    }

    @Test
    @Requirement({"S-15", "V-04"})
    @DisplayName("a sign-out that the database lost is still refused, and is lost no longer")
    void failoverThatLostASignOut() {
        try (Node node = Node.start(database, Map.of("LATCHKEY_REVOCATION_MAX_STALENESS", "PT60S"))) {
            node.client().signUp("lost@example.com");
            Reply tokens = node.client().signIn("lost@example.com");
            String id = tokens.json().path("session").path("id").asText();
            Path before = database.backup();
            await().atMost(RECOVERY)
                    .until(() ->
                            node.client().signOut(tokens.text("refresh_token")).status() == 204);
            assertThat(node.client()
                            .get("/samples/user", tokens.text("access_token"))
                            .status())
                    .isEqualTo(401);

            database.restore(before);

            assertThat(node.client()
                            .get("/samples/user", tokens.text("access_token"))
                            .status())
                    .isEqualTo(401);
            await().atMost(RECOVERY)
                    .ignoreExceptions()
                    .until(() ->
                            database.number("SELECT count(*) FROM revoked_token WHERE token_id = '" + id + "'") == 1);
            await().atMost(RECOVERY)
                    .until(() ->
                            database.number("SELECT count(*) FROM session WHERE end_reason = 'signed_out' AND id = '"
                                            + id + "'")
                                    == 1);
            assertThat(node.client().refresh(tokens.text("refresh_token")).text("reason"))
                    .isEqualTo("signed_out");
            try (Node late = Node.start(database)) {
                assertThat(late.client()
                                .get("/samples/user", tokens.text("access_token"))
                                .status())
                        .isEqualTo(401);
                assertThat(late.client().refresh(tokens.text("refresh_token")).status())
                        .isEqualTo(401);
            }
        }
    }
}
