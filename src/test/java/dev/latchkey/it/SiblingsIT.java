package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.it.Client.Reply;
import dev.latchkey.revocation.CuttableProxy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Services beside Latchkey, as their developers write them: one with stock configuration alone, and with the verifier one on Quarkus
 * and one on another vendor's runtime.
 */
class SiblingsIT {

    /** From the answer to a sign-out to the siblings' refusal. */
    private static final Duration BOUND = Duration.ofSeconds(2);

    /** From the mending of a network to the siblings' knowing what they missed. */
    private static final Duration RECOVERY = Duration.ofSeconds(15);

    private static final Duration ACCESS_TTL = Duration.ofSeconds(30);
    private static final AtomicInteger COUNTER = new AtomicInteger();

    @AutoClose
    private static Database database;

    @AutoClose
    private static Node node;

    @AutoClose
    private static CuttableProxy network;

    private static Map<String, String> credentials;

    @AutoClose
    private static Sibling stock;

    @AutoClose
    private static Sibling quarkus;

    @AutoClose
    private static Sibling helidon;

    @BeforeAll
    static void start() throws IOException {
        database = Database.start();
        node = Node.start(
                database,
                Map.of(
                        "LATCHKEY_REVOCATION_PUBLIC",
                        "true",
                        "LATCHKEY_TOKEN_ACCESS_TTL",
                        ACCESS_TTL.toString(),
                        "LATCHKEY_BOOTSTRAP_ADMIN_USERNAME",
                        "root",
                        "LATCHKEY_BOOTSTRAP_ADMIN_PASSWORD",
                        Client.PASSWORD));
        credentials =
                Map.of("latchkey.verifier.client-id", "siblings", "latchkey.verifier.client-secret", clientSecret());
        network = new CuttableProxy(URI.create(node.client().base()));
        stock = Sibling.start(Sibling.Kind.QUARKUS_STOCK, node, Map.of("mp.jwt.verify.clock.skew", "1"));
        quarkus = Sibling.start(Sibling.Kind.QUARKUS_VERIFIER, node, follow(network.url(), Map.of()));
        helidon = Sibling.start(
                Sibling.Kind.HELIDON_VERIFIER, node, follow(node.client().base(), Map.of()));
        await().atMost(RECOVERY).until(() -> quarkus.isReady() && helidon.isReady());
    }

    @Test
    @Requirement({"A-03", "A-04"})
    @DisplayName("a token is accepted as it is; roles decide what its holder may; who calls is known by every name")
    void tokenIsAcceptedEverywhere() {
        String name = newUser();
        String token = signIn(name).text("access_token");
        String root = signIn("root").text("access_token");
        for (Sibling sibling : List.of(stock, quarkus, helidon)) {
            assertThat(sibling.client().get("/public").status())
                    .as("%s", sibling)
                    .isEqualTo(200);
            assertThat(sibling.client().get("/user").status()).as("%s", sibling).isEqualTo(401);
            assertThat(sibling.status("/public", token)).as("%s", sibling).isEqualTo(200);
            assertThat(sibling.status("/user", token)).as("%s", sibling).isEqualTo(200);
            assertThat(sibling.status("/admin", token)).as("%s", sibling).isEqualTo(403);
            assertThat(sibling.status("/admin", root)).as("%s", sibling).isEqualTo(200);
            assertThat(sibling.client().get("/caller", token).body().lines())
                    .as("%s", sibling)
                    .contains(
                            "principal " + name,
                            "name " + name,
                            "upn " + name,
                            "groups [user]",
                            "roles [user]",
                            "is user true",
                            "is admin false")
                    .anyMatch(line -> line.matches("session \\p{XDigit}{8}-.*"))
                    .anyMatch(line -> line.matches("subject \\p{XDigit}{8}-.*"));
        }
    }

    @Test
    @Requirement({"V-04", "V-05"})
    @DisplayName("signed out: with the verifier refused at once, without it when the token expires")
    void signOutReachesSiblings() {
        Reply tokens = signIn(newUser());
        Reply others = signIn(newUser());
        String token = tokens.text("access_token");
        assertThat(List.of(stock, quarkus, helidon)).allMatch(sibling -> sibling.status("/user", token) == 200);

        signOut(tokens);

        for (Sibling sibling : List.of(quarkus, helidon)) {
            await().atMost(BOUND).until(() -> sibling.status("/user", token) == 401);
            assertThat(sibling.status("/user", others.text("access_token"))).isEqualTo(200);
            assertThat(bearing(sibling, "/user", token))
                    .containsIgnoringCase("WWW-Authenticate: Bearer error=\"invalid_token\"");
        }
        assertThat(stock.status("/user", token)).isEqualTo(200);
        await().atMost(ACCESS_TTL.plusSeconds(5)).until(() -> stock.status("/user", token) == 401);
    }

    @Test
    @Requirement("C-16")
    @DisplayName("a stock service takes the access cookie where it is configured to, and nowhere else")
    void cookieIsAcceptedWhereConfigured() {
        String cookie = signInForCookie(newUser());
        try (Sibling byCookie = Sibling.start(
                Sibling.Kind.QUARKUS_STOCK,
                node,
                Map.of("mp.jwt.token.header", "Cookie", "mp.jwt.token.cookie", "__Host-latchkey_access"))) {
            assertThat(byCookie.raw().send("GET", "/user", List.of("Cookie: " + cookie), ""))
                    .startsWith("HTTP/1.1 200");
            assertThat(byCookie.raw().send("GET", "/user", List.of("Cookie: x" + cookie), ""))
                    .startsWith("HTTP/1.1 401");
        }
        assertThat(stock.raw().send("GET", "/user", List.of("Cookie: " + cookie), ""))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    @Requirement({"C-16", "V-04"})
    @DisplayName("by cookie too, the verifier refuses what was signed out, on either runtime")
    void signOutReachesCookies() {
        Map<String, String> byCookie = follow(
                node.client().base(),
                Map.of("mp.jwt.token.header", "Cookie", "mp.jwt.token.cookie", "__Host-latchkey_access"));
        for (Sibling.Kind kind : List.of(Sibling.Kind.QUARKUS_VERIFIER, Sibling.Kind.HELIDON_VERIFIER)) {
            String name = newUser();
            try (Sibling sibling = Sibling.start(kind, node, byCookie)) {
                String cookie = signInForCookie(name);
                await().atMost(RECOVERY).until(() -> withCookie(sibling, cookie).startsWith("HTTP/1.1 200"));

                Reply all = node.client()
                        .send(
                                "DELETE",
                                "/auth/sessions?scope=all",
                                null,
                                signIn(name).text("access_token"));

                assertThat(all.status()).isEqualTo(204);
                await().atMost(BOUND).until(() -> withCookie(sibling, cookie).startsWith("HTTP/1.1 401"));
                assertThat(withCookie(sibling, signInForCookie(name))).startsWith("HTTP/1.1 200");
            }
        }
    }

    private static String withCookie(Sibling sibling, String cookie) {
        return sibling.raw().send("GET", "/user", List.of("Cookie: " + cookie), "");
    }

    @Test
    @Requirement("A-04")
    @DisplayName("a token for another audience is refused")
    void otherAudienceIsRefused() {
        String token = signIn(newUser()).text("access_token");
        try (Sibling other = Sibling.start(
                Sibling.Kind.QUARKUS_STOCK, node, Map.of("mp.jwt.verify.audiences", "https://billing.example"))) {
            assertThat(other.status("/user", token)).isEqualTo(401);
            assertThat(stock.status("/user", token)).isEqualTo(200);
        }
    }

    @Test
    @Requirement("V-04")
    @DisplayName("the feed is cut: one sibling goes on with what it knows, and learns the rest when it is mended")
    void cutFeedIsResumed() throws IOException {
        Reply before = signIn(newUser());
        Reply meanwhile = signIn(newUser());
        signOut(before);
        await().atMost(BOUND).until(() -> quarkus.status("/user", before.text("access_token")) == 401);

        network.cut();
        signOut(meanwhile);
        await().atMost(BOUND).until(() -> helidon.status("/user", meanwhile.text("access_token")) == 401);
        assertThat(quarkus.status("/user", meanwhile.text("access_token"))).isEqualTo(200);
        assertThat(quarkus.status("/user", before.text("access_token"))).isEqualTo(401);
        network.mend();

        await().atMost(RECOVERY).until(() -> quarkus.status("/user", meanwhile.text("access_token")) == 401);
    }

    @Test
    @Requirement({"V-04", "V-06"})
    @DisplayName(
            "a sibling that starts late knows what was revoked before; one that hears nothing any more serves nobody")
    void lateAndDeafSiblings() throws IOException {
        Reply revoked = signIn(newUser());
        signOut(revoked);
        CuttableProxy own = new CuttableProxy(URI.create(node.client().base()));
        own.cut();
        try (own;
                Sibling late = Sibling.start(
                        Sibling.Kind.QUARKUS_VERIFIER,
                        node,
                        follow(own.url(), Map.of("latchkey.verifier.max-staleness", "PT10S")))) {
            String token = signIn(newUser()).text("access_token");
            assertThat(late.status("/user", token)).isEqualTo(503);
            assertThat(late.isReady()).isFalse();

            own.mend();
            await().atMost(RECOVERY).until(() -> late.status("/user", token) == 200);
            assertThat(late.status("/user", revoked.text("access_token"))).isEqualTo(401);
            assertThat(late.isReady()).isTrue();

            own.cut();
            await().atMost(Duration.ofSeconds(20)).until(() -> late.status("/user", token) == 503);
            assertThat(bearing(late, "/user", token)).containsIgnoringCase("Retry-After:");
            assertThat(late.client().get("/public").status()).isEqualTo(200);
            assertThat(late.isReady()).isTrue();
            own.mend();
            String fresh = signIn(newUser()).text("access_token");
            await().atMost(RECOVERY).until(() -> late.status("/user", fresh) == 200);
        }
    }

    @Test
    @DisplayName("health and metrics of the runtime say how the list does")
    void healthAndMetricsTell() {
        Reply tokens = signIn(newUser());
        signOut(tokens);
        for (Sibling sibling : List.of(quarkus, helidon)) {
            await().atMost(BOUND).until(() -> sibling.status("/user", tokens.text("access_token")) == 401);
            assertThat(sibling.readiness().body())
                    .as("%s", sibling)
                    .contains("latchkey revocations", "staleness_ms", "entries");
        }
        assertThat(quarkus.client().get("/q/metrics").body())
                .contains("latchkey_time_to_deny_seconds_count", "latchkey_revocation_staleness_seconds");
        assertThat(helidon.client().get("/metrics").body())
                .contains(
                        "latchkey_revocation_staleness_seconds",
                        "latchkey_time_to_deny_sum_seconds",
                        "latchkey_time_to_deny_max_seconds")
                .containsPattern("latchkey_time_to_deny_count(?:\\{[^}]*})? [1-9]");
    }

    private static Map<String, String> follow(String url, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(credentials);
        all.put("latchkey.verifier.url", url);
        return all;
    }

    /** Of a client as an administrator makes it. Its tokens are as short as all others here, so that they are renewed meanwhile. */
    private static String clientSecret() {
        String root = signIn("root").text("access_token");
        Map<String, Object> client = Map.of(
                "client_id",
                "siblings",
                "name",
                "Siblings",
                "roles",
                List.of("service"),
                "grant_types",
                List.of("client_credentials"));
        Reply reply = node.client().send("POST", "/admin/clients", client, root);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return reply.text("client_secret");
    }

    private static String newUser() {
        String email = "sibling-" + COUNTER.incrementAndGet() + "@example.com";
        assertThat(node.client().signUp(email).status()).isEqualTo(202);
        return email;
    }

    private static Reply signIn(String name) {
        Reply reply = node.client().signIn(name);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply;
    }

    private static void signOut(Reply tokens) {
        assertThat(node.client().signOut(tokens.text("refresh_token")).status()).isEqualTo(204);
    }

    /** The access cookie, as a browser sends it. */
    private static String signInForCookie(String name) {
        String body =
                "{\"username\":\"" + name + "\",\"password\":\"" + Client.PASSWORD + "\",\"transport\":\"cookie\"}";
        String reply = RawHttp.to(node)
                .send(
                        "POST",
                        "/auth/sign-in",
                        List.of("Content-Type: application/json", "Origin: " + Node.ISSUER),
                        body);
        return reply.lines()
                .filter(line ->
                        line.toLowerCase(java.util.Locale.ROOT).startsWith("set-cookie: __host-latchkey_access="))
                .map(line -> line.substring("set-cookie: ".length(), line.indexOf(';')))
                .findFirst()
                .orElseThrow(() -> new AssertionError(reply));
    }

    private static String bearing(Sibling sibling, String path, String token) {
        return sibling.raw().send("GET", path, List.of("Authorization: Bearer " + token), "");
    }
}
