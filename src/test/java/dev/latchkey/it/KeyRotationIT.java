package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.it.Client.Reply;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keys follow each other on two nodes, while siblings hold the published ones for as long as they may. */
class KeyRotationIT {

    private static final Duration MAX_AGE = Duration.ofSeconds(1);
    private static final Duration PUBLISH_AHEAD = Duration.ofSeconds(6);
    private static final Duration BOUND = Duration.ofSeconds(2);
    private static final String USER = "rotation@example.com";

    private static Database database;
    private static Node one;
    private static Node two;

    @BeforeAll
    static void start() {
        database = Database.start();
        Map<String, String> settings = Map.of(
                "LATCHKEY_KEY_JWKS_MAX_AGE",
                MAX_AGE.toString(),
                "LATCHKEY_KEY_PUBLISH_AHEAD",
                PUBLISH_AHEAD.toString(),
                "LATCHKEY_SESSION_MAX_PER_USER",
                "1000",
                "LATCHKEY_BOOTSTRAP_ADMIN_USERNAME",
                "root",
                "LATCHKEY_BOOTSTRAP_ADMIN_PASSWORD",
                Client.PASSWORD);
        one = Node.start(database, settings);
        two = Node.start(database, settings);
        one.client().signUp(USER);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        database.close();
    }

    @Test
    @Requirement({"K-04", "K-11"})
    @DisplayName("a sibling on stock MicroProfile JWT refuses no token over several rotations and two algorithms")
    void rotationUnderLoadLosesNoToken() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        AtomicBoolean over = new AtomicBoolean();
        Set<String> kids = new ConcurrentSkipListSet<>();
        try {
            Future<Integer> load = pool.submit(() -> {
                StockSibling sibling = new StockSibling(two);
                String refreshToken = one.client().signIn(USER).text("refresh_token");
                int verified = 0;
                while (!over.get()) {
                    Reply tokens = (verified % 2 == 0 ? one : two).client().refresh(refreshToken);
                    refreshToken = tokens.text("refresh_token");
                    String access = tokens.text("access_token");
                    sibling.verify(access);
                    for (Node node : new Node[] {one, two}) {
                        assertThat(call(node, access)).isEqualTo(200);
                    }
                    kids.add(kid(access));
                    verified++;
                }
                return verified;
            });
            for (String algorithm : new String[] {"ES256", "RS256", "ES256"}) {
                String kid = rotate(one, algorithm).text("kid");
                await().atMost(Duration.ofSeconds(20)).until(() -> load.isDone() || kids.contains(kid));
            }
            over.set(true);
            assertThat(load.get()).isGreaterThan(50);
            assertThat(kids).hasSize(4);
            assertThat(two.management().get("/q/metrics").body()).contains("latchkey_signing_key_age_seconds");
        } finally {
            over.set(true);
            pool.shutdown();
        }
    }

    @Test
    @Requirement({"K-02", "K-04"})
    @DisplayName("in the JWKS of both nodes before a held copy could lack what signs; asked for at both, once")
    void bothPublishTheSame() {
        Reply next = rotate(one, "ES256");
        long published = System.nanoTime();
        assertThat(next.status()).isEqualTo(201);
        // before the wait, after which it may sign and be no longer the next one
        assertThat(rotate(two, "ES256").text("kid")).isEqualTo(next.text("kid"));
        await().atMost(PUBLISH_AHEAD.minus(MAX_AGE).minusNanos(System.nanoTime() - published))
                .until(() -> jwks(two).equals(jwks(one)));
        assertThat(jwks(two)).contains(next.text("kid"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> kid(one.client().signIn(USER).text("access_token")).equals(next.text("kid")));
        assertThat(call(two, one.client().signIn(USER).text("access_token"))).isEqualTo(200);
    }

    @Test
    @Requirement({"K-04", "K-05", "K-06"})
    @DisplayName(
            "withdrawn on one node: refused on the other within two seconds; sessions live on with another key, good at once")
    void withdrawnEverywhere() {
        Reply tokens = one.client().signIn(USER);
        String access = tokens.text("access_token");
        String kid = kid(access);
        assertThat(call(two, access)).isEqualTo(200);
        assertThat(one.client()
                        .send("POST", "/admin/keys/" + kid + "/withdraw", null, admin(one))
                        .status())
                .isEqualTo(204);
        Reply refreshed = one.client().refresh(tokens.text("refresh_token"));
        assertThat(kid(refreshed.text("access_token"))).isNotEqualTo(kid);
        // by a key of which the other node has not heard yet
        assertThat(call(two, refreshed.text("access_token"))).isEqualTo(200);
        assertThat(call(one, refreshed.text("access_token"))).isEqualTo(200);
        assertThat(call(one, access)).isEqualTo(401);
        await().atMost(BOUND).until(() -> call(two, access) == 401);
        await().atMost(BOUND).until(() -> !jwks(two).contains(kid));
        Reply again = two.client().refresh(refreshed.text("refresh_token"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(call(one, again.text("access_token"))).isEqualTo(200);
    }

    private static Reply rotate(Node node, String algorithm) {
        return node.client().send("POST", "/admin/keys/rotate", Map.of("algorithm", algorithm), admin(node));
    }

    private static String admin(Node node) {
        return node.client().signIn("root").text("access_token");
    }

    private static int call(Node node, String access) {
        return node.client().get("/samples/user", access).status();
    }

    private static String jwks(Node node) {
        return node.client().get("/.well-known/jwks.json").body();
    }

    private static String kid(String token) {
        String header = new String(
                Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))), StandardCharsets.UTF_8);
        return header.replaceAll(".*\"kid\":\"([^\"]*)\".*", "$1");
    }

    /** smallrye-jwt's own classes, with the settings of the README. What it fetched it holds as long as it was told to. */
    private static final class StockSibling {

        private final JWTAuthContextInfo settings;
        private final DefaultJWTCallerPrincipalFactory principals = new DefaultJWTCallerPrincipalFactory();

        StockSibling(Node node) {
            settings = new JWTAuthContextInfo(node.client().base() + "/.well-known/jwks.json", Node.ISSUER);
            settings.setSignatureAlgorithm(Set.of(SignatureAlgorithm.ES256, SignatureAlgorithm.RS256));
            settings.setExpectedAudience(Set.of(Node.ISSUER));
            useUpItsOneExtraFetch(node);
        }

        void verify(String token) throws ParseException {
            principals.parse(token, settings);
        }

        /** On an unknown key it fetches once in half an hour beyond its cache, which would hide a key published too late. */
        private void useUpItsOneExtraFetch(Node node) {
            String token = node.client().signIn(USER).text("access_token");
            String header = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString("{\"alg\":\"ES256\",\"kid\":\"unknown\",\"typ\":\"at+jwt\"}"
                            .getBytes(StandardCharsets.UTF_8));
            try {
                principals.parse(header + token.substring(token.indexOf('.')), settings);
                throw new AssertionError("a token of an unknown key was accepted");
            } catch (ParseException e) {
                assertThat(e).isNotNull();
            }
        }
    }
}
