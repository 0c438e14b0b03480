package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.it.Client.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What depends on how the service is put together, seen from outside the package. */
@Requirement("A-20")
class PackagedSurfaceIT {

    private static Database database;
    private static Node node;

    @BeforeAll
    static void start() {
        database = Database.start();
        node = Node.start(
                database,
                Map.of(
                        "LATCHKEY_BOOTSTRAP_ADMIN_USERNAME",
                        "root",
                        "LATCHKEY_BOOTSTRAP_ADMIN_PASSWORD",
                        Client.PASSWORD));
    }

    @AfterAll
    static void stop() {
        node.close();
        database.close();
    }

    @Test
    @Requirement("E-04")
    @DisplayName("unknown members are refused, known ones are named")
    void unknownMembersAreRefused() {
        Reply reply = node.client()
                .post("/auth/sign-in", Map.of("username", "root", "password", Client.PASSWORD, "roles", "admin"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("malformed-json");
        assertThat(reply.body()).contains("remember_me").doesNotContain("roles");
    }

    @Test
    void invalidMembersAreNamed() {
        Reply reply = node.client().post("/auth/sign-up", Map.of("email", "ada@example.com"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("errors").path(0).path("member").asText()).isEqualTo("password");
    }

    @Test
    @DisplayName("absent stays, null removes")
    void patchTellsAbsentFromNull() {
        String token = node.client().signIn("root").text("access_token");

        assertThat(patch(Map.of("name", "Root"), token).text("name")).isEqualTo("Root");
        assertThat(patch(Map.of(), token).text("name")).isEqualTo("Root");
        assertThat(node.client().get("/samples/whoami", token).status()).isEqualTo(200);
    }

    @Test
    @Requirement("E-05")
    @DisplayName("nothing for operators on the port for callers")
    void managementIsApart() {
        for (String path : new String[] {"/q/health", "/q/metrics", "/q/openapi", "/q/swagger-ui", "/q/dev"}) {
            assertThat(node.client().get(path).status()).as(path).isEqualTo(404);
        }
        assertThat(node.management().get("/q/metrics").body()).contains("latchkey_sessions_live");
        assertThat(node.management().get("/q/health/started").status()).isEqualTo(200);
        assertThat(node.management().get("/q/openapi?format=json").text("openapi"))
                .startsWith("3.");
    }

    @Test
    void errorsAreProblems() {
        assertThat(node.client().get("/auth/sign-in").text("code")).isEqualTo("method-not-allowed");
        assertThat(node.client().get("/nowhere").text("code")).isEqualTo("not-found");
        assertThat(node.client().get("/samples/user").text("code")).isEqualTo("authentication-required");
        assertThat(node.client().get("/samples/user", "x.y.z").text("code")).isEqualTo("invalid-token");
    }

    @Test
    @Requirement({"K-02", "K-03"})
    @DisplayName("the key set is served")
    void keySetIsServed() {
        Reply reply = node.client().get("/.well-known/jwks.json");

        assertThat(reply.json().path("keys").path(0).path("alg").asText()).isEqualTo("ES256");
        assertThat(reply.json().path("keys").path(0).has("d")).isFalse();
    }

    @Test
    @Requirement("T-08")
    void addressWhenTooLongThen414() {
        assertThat(RawHttp.to(node).send("GET", "/samples/public?" + "a".repeat(20_000), List.of(), ""))
                .containsPattern("^HTTP/1\\.[01] 414 ");
    }

    @Test
    @Requirement("T-08")
    @DisplayName("a body that does not come is waited for, but not long: the connection ends, and nothing was done")
    void bodyWhenItDoesNotComeThenTheConnectionEnds() {
        double hashed = hashed();
        Instant started = Instant.now();

        // good as it is, and not all that was announced
        String reply = RawHttp.to(node)
                .sendAllButTheLastByte(
                        "POST",
                        "/auth/sign-in",
                        List.of("Content-Type: application/json"),
                        "{\"username\":\"root\",\"password\":\"" + Client.PASSWORD + "\"}");

        assertThat(Duration.between(started, Instant.now())).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(45));
        assertThat(hashed()).isEqualTo(hashed);
        assertThat(reply).doesNotContain("HTTP/1.1 2", "HTTP/1.1 5");
        assertThat(node.client().get("/samples/public").status()).isEqualTo(200);
    }

    /** Passwords, so far. Tests of a class come one after the other. */
    private static double hashed() {
        return node.management()
                .get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("latchkey_hashing_hashes_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static Reply patch(Map<String, String> body, String token) {
        return node.client().send("PATCH", "/auth/me", body, token);
    }
}
