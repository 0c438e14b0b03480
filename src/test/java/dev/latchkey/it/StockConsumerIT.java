package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.it.Client.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What the MicroProfile JWT 2.1 TCK asks of a runtime, asked of our tokens on a stock Quarkus: its suite deploys itself with tokens of its
 * own, so its cases are done over here. {@code src/docs/siblings.md} says which of them stands where, and which cannot concern us.
 */
@Requirement("A-03")
class StockConsumerIT {

    private static final String USER = "consumer@example.com";
    private static final String COOKIE = "__Host-latchkey_access";

    @AutoClose
    private static Database database;

    @AutoClose
    private static Node node;

    @AutoClose
    private static Sibling stock;

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
        assertThat(node.client().signUp(USER).status()).isEqualTo(202);
        stock = Sibling.start(Sibling.Kind.QUARKUS_STOCK, node, Map.of());
    }

    @Test
    @DisplayName(
            "claims are injected as what they are, as ClaimValue, Optional, JsonValue, Provider, Instance, and in an application scope")
    void claimsAreInjected() {
        for (int call = 0; call < 2; call++) {
            Reply reply = stock.client().get("/claims", token());
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            assertThat(reply.body().lines())
                    .containsExactly(
                            "raw true",
                            "iss " + Node.ISSUER,
                            "sub true",
                            "jti true",
                            "aud [" + Node.ISSUER + "]",
                            "exp true",
                            "iat true",
                            "groups [user]",
                            "ClaimValue iss " + Node.ISSUER + " by iss",
                            "ClaimValue aud [" + Node.ISSUER + "]",
                            "ClaimValue iat true",
                            "ClaimValue Optional auth_time true",
                            "ClaimValue Optional upn " + USER,
                            "missing false",
                            "JsonString jti true",
                            "JsonNumber iat true",
                            "JsonArray groups [\"user\"]",
                            "JsonArray amr [\"pwd\"]",
                            "Provider iss " + Node.ISSUER,
                            "Instance iat true",
                            "application scope " + Node.ISSUER,
                            "principal true",
                            "is a token true",
                            "scheme Bearer",
                            "claims [acr, amr, aud, auth_time, client_id, exp, groups, iat, iss, jti, raw_token, sid, sub, upn]");
        }
    }

    @Test
    @DisplayName(
            "@DenyAll, @PermitAll, @RolesAllowed; no token, another scheme, an empty token; one that is bad where none is needed")
    void rolesDecide() {
        String token = token();
        assertThat(stock.status("/claims/denied", token)).isEqualTo(403);
        assertThat(stock.status("/user", token)).isEqualTo(200);
        assertThat(stock.status("/admin", token)).isEqualTo(403);
        assertThat(stock.client().get("/public").status()).isEqualTo(200);
        assertThat(stock.client().get("/user").status()).isEqualTo(401);
        assertThat(stock.client().get("/claims/denied").status()).isEqualTo(401);
        assertThat(raw("/user", "Authorization: Basic dXNlcjpwYXNz")).startsWith("HTTP/1.1 401");
        assertThat(raw("/user", "Authorization: Bearer ")).startsWith("HTTP/1.1 401");
        assertThat(raw("/public", "Authorization: Bearer " + token + "x")).startsWith("HTTP/1.1 401");
    }

    @Test
    @DisplayName("who has no upn is called by their sub: a client")
    void nameFallsBackToTheSubject() {
        String root = node.client().signIn("root").text("access_token");
        Map<String, Object> draft = Map.of(
                "client_id",
                "reporter",
                "name",
                "Reporter",
                "roles",
                List.of("user"),
                "grant_types",
                List.of("client_credentials"));
        String secret =
                node.client().send("POST", "/admin/clients", draft, root).text("client_secret");
        String token = node.client()
                .form("/oauth2/token", "reporter", secret, "grant_type=client_credentials")
                .text("access_token");

        assertThat(stock.client().get("/claims", token).body().lines())
                .contains("principal true", "ClaimValue Optional upn none", "groups [user]");
        assertThat(stock.client().get("/caller", token).body().lines()).contains("principal reporter");
    }

    @Test
    @Requirement({"A-04", "A-08", "A-09"})
    @DisplayName("another signature, signer, algorithm, issuer or audience, an old or an encrypted token: 401")
    void badTokensAreRefused() {
        String token = token();
        String[] parts = token.split("\\.", -1);
        String signature = (parts[2].charAt(0) == 'A' ? 'B' : 'A') + parts[2].substring(1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String other = encode(claims.replace("\"user\"", "\"admin\""));
        String none = encode("{\"alg\":\"none\",\"typ\":\"at+jwt\"}");
        assertThat(stock.status("/user", token)).isEqualTo(200);
        for (String bad : List.of(
                parts[0] + "." + parts[1] + "." + signature,
                parts[0] + "." + other + "." + parts[2],
                none + "." + parts[1] + ".",
                none + "." + parts[1] + "." + parts[2],
                encode("{\"alg\":\"RS256\",\"typ\":\"at+jwt\"}") + "." + parts[1] + "." + parts[2],
                parts[0] + ".AAAA.AAAA." + parts[1] + "." + parts[2])) {
            assertThat(stock.status("/user", bad)).as(bad).isEqualTo(401);
        }
        assertThat(statusWith(Map.of("mp.jwt.verify.issuer", Node.ISSUER + "/"), token))
                .isEqualTo(401);
        assertThat(statusWith(Map.of("mp.jwt.verify.audiences", "https://billing.example"), token))
                .isEqualTo(401);
        assertThat(statusWith(Map.of("mp.jwt.verify.audiences", "https://billing.example," + Node.ISSUER), token))
                .isEqualTo(200);
        assertThat(statusWith(Map.of("mp.jwt.verify.publickey.algorithm", "RS256"), token))
                .isEqualTo(401);
    }

    @Test
    @Requirement("A-08")
    @DisplayName("a service may want tokens younger than they are")
    void tokenAgeIsKnown() {
        try (Sibling strict = Sibling.start(
                Sibling.Kind.QUARKUS_STOCK,
                node,
                Map.of("mp.jwt.verify.token.age", "3", "mp.jwt.verify.clock.skew", "0"))) {
            String token = token();
            assertThat(strict.status("/user", token)).isEqualTo(200);
            await().atMost(Duration.ofSeconds(10)).until(() -> strict.status("/user", token) == 401);
            assertThat(stock.status("/user", token)).isEqualTo(200);
        }
    }

    @Test
    @Requirement("C-16")
    @DisplayName(
            "in the cookie of that name alone where the service asks for it there, in the header alone where it does not")
    void cookieOrHeader() {
        String token = token();
        assertThat(raw("/user", "Cookie: " + COOKIE + "=" + token)).startsWith("HTTP/1.1 401");
        try (Sibling byCookie = Sibling.start(
                Sibling.Kind.QUARKUS_STOCK,
                node,
                Map.of("mp.jwt.token.header", "Cookie", "mp.jwt.token.cookie", COOKIE))) {
            RawHttp http = byCookie.raw();
            assertThat(get(http, "Cookie: " + COOKIE + "=" + token)).startsWith("HTTP/1.1 200");
            assertThat(get(http, "Cookie: Bearer=" + token)).startsWith("HTTP/1.1 401");
            assertThat(get(http, "Cookie: " + COOKIE + "=")).startsWith("HTTP/1.1 401");
            assertThat(get(http, "Cookie: " + COOKIE + "=" + token + "x")).startsWith("HTTP/1.1 401");
            assertThat(get(http, "Authorization: Bearer " + token)).startsWith("HTTP/1.1 401");
        }
    }

    private static String token() {
        Reply reply = node.client().signIn(USER);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.text("access_token");
    }

    private static int statusWith(Map<String, String> settings, String token) {
        try (Sibling other = Sibling.start(Sibling.Kind.QUARKUS_STOCK, node, settings)) {
            return other.status("/user", token);
        }
    }

    private static String raw(String path, String header) {
        return stock.raw().send("GET", path, List.of(header), "");
    }

    private static String get(RawHttp http, String header) {
        return http.send("GET", "/user", List.of(header), "");
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
