package dev.latchkey.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;

import dev.latchkey.Requirement;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.revocation.FeedReader;
import dev.latchkey.support.TestClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /admin/keys}. */
@QuarkusTest
class KeyAdministrationTest {

    private static final String UNKNOWN = "J1FwJP87C6-QN_WSIOmJAQc6n5CQ_bZdaFJ5GDnW1Rk";

    @Inject
    TestClock clock;

    @Inject
    EntityManager database;

    private Tokens admin;

    @BeforeEach
    void signInAsAdministrator() {
        // so that what this test does is the newest in the audit trail
        clock.advance(Duration.ofSeconds(1));
        admin = TestUsers.user().withRole("admin").create().signIn();
    }

    @Test
    void onlyAdministratorsMay() {
        String user = TestUsers.user().create().signIn().access();
        given().get("/admin/keys").then().statusCode(401);
        given().auth().oauth2(user).get("/admin/keys").then().statusCode(403);
        given().auth()
                .oauth2(user)
                .post("/admin/keys/" + UNKNOWN + "/withdraw")
                .then()
                .statusCode(403);
        given().auth()
                .oauth2(user)
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/admin/keys/rotate")
                .then()
                .statusCode(403);
    }

    @Nested
    class Listing {

        @Test
        @Requirement("K-08")
        @DisplayName("times and states of every key, and nothing of any key itself")
        void listShowsTheLivesOfKeys() {
            Response reply = given().auth().oauth2(admin.access()).get("/admin/keys");
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
            List<Map<String, Object>> keys = reply.jsonPath().getList("keys");
            assertThat(keys)
                    .isNotEmpty()
                    .allSatisfy(key -> assertThat(key)
                            .containsKeys("kid", "algorithm", "state", "published_at", "signs_from")
                            .containsEntry("algorithm", "ES256")
                            .doesNotContainKeys("d", "private_key", "public_jwk"));
            assertThat(keys).filteredOn("state", "signing").hasSize(1);
            assertThat(reply.jsonPath().getBoolean("more")).isFalse();
        }

        @Test
        @DisplayName("the 200 newest, and a word on whether there are more")
        void listWhenThereAreMoreThanItShowsThenSaysSo() {
            insertGoneKeys(250);
            try {
                Response reply = given().auth().oauth2(admin.access()).get("/admin/keys");

                assertThat(reply.jsonPath().getList("keys")).hasSize(200);
                assertThat(reply.jsonPath().getBoolean("more")).isTrue();
                assertThat(signing()).isNotNull();
            } finally {
                QuarkusTransaction.requiringNew()
                        .run(() -> database.createNativeQuery("DELETE FROM signing_key WHERE kid LIKE 'gone-%'")
                                .executeUpdate());
            }
        }

        private void insertGoneKeys(int count) {
            QuarkusTransaction.requiringNew()
                    .run(() -> database.createNativeQuery("""
                            INSERT INTO signing_key (kid, algorithm, public_jwk, master_key_id, state, created_at, signs_from, removed_at)
                            SELECT 'gone-' || n, 'ES256', '{}', 1, 'removed', :then, :then, :then FROM generate_series(1, :count) n""")
                            .setParameter("then", clock.instant().minus(Duration.ofDays(400)))
                            .setParameter("count", count)
                            .executeUpdate());
        }
    }

    @Nested
    class Rotating {

        @Test
        void rotateThenAnnouncesTheNextKey() {
            Instant now = clock.instant();
            ValidatableResponse reply = rotate("{}")
                    .statusCode(201)
                    .header("Cache-Control", "no-store")
                    .body("kid", matchesPattern("[\\w-]{43}"))
                    .body("algorithm", equalTo("ES256"))
                    .body("state", equalTo("published"))
                    .body("published_at", equalTo(now.toString()))
                    .body("signs_from", equalTo(now.plus(Duration.ofMinutes(10)).toString()))
                    .body("size()", equalTo(5));
            String kid = reply.extract().path("kid");
            given().get("/.well-known/jwks.json").then().body("keys.kid", hasItem(kid));
            rotate("{\"algorithm\":\"ES256\"}").statusCode(201).body("kid", equalTo(kid));
            audited("signing_key_published").body("events[0].reason", equalTo(kid));
            withdraw(kid).statusCode(204);
        }

        @Test
        void rotateWithoutABodyThenTheConfiguredAlgorithm() {
            String kid = given().auth()
                    .oauth2(admin.access())
                    .contentType(ContentType.JSON)
                    .post("/admin/keys/rotate")
                    .then()
                    .statusCode(201)
                    .body("algorithm", equalTo("ES256"))
                    .extract()
                    .path("kid");
            withdraw(kid).statusCode(204);
        }

        @ParameterizedTest
        @ValueSource(strings = {"none", "HS256", "es256", "ES384", "", "0"})
        void rotateWhenTheAlgorithmIsNotOneOfOursThen400(String algorithm) {
            rotate("{\"algorithm\":\"" + algorithm + "\"}").statusCode(400).body("code", equalTo("invalid-request"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"algorithm\":[]}", "{\"kid\":\"x\"}", "{", "[]"})
        void rotateWhenTheBodyIsSomethingElseThen400(String body) {
            rotate(body).statusCode(400).body("code", equalTo("malformed-json"));
        }
    }

    @Nested
    class Withdrawing {

        @Test
        @Requirement("K-05")
        @DisplayName("its tokens are refused although remembered; sessions live on, with tokens of another key")
        void withdrawThenTokensAreRefusedAndSessionsLiveOn() {
            Tokens user = TestUsers.user().create().signIn();
            assertThat(call(user)).isEqualTo(200);
            String kid = signing();
            withdraw(kid).statusCode(204);
            assertThat(call(user)).isEqualTo(401);
            assertThat(call(admin)).isEqualTo(401);
            given().get("/.well-known/jwks.json").then().body("keys.kid.contains('" + kid + "')", equalTo(false));
            user = user.refreshed();
            admin = admin.refreshed();
            assertThat(call(user)).isEqualTo(200);
            assertThat(signing()).isNotEqualTo(kid);
            audited("signing_key_withdrawn")
                    .body("events[0].reason", equalTo(kid))
                    .body("events[0].severity", equalTo("critical"));
            String event = audited("signing_key_withdrawn").extract().path("events[0].id");
            withdraw(kid).statusCode(204);
            audited("signing_key_withdrawn").body("events[0].id", equalTo(event));
        }

        @Test
        @Requirement("K-05")
        @DisplayName("a stream that was opened with one of its tokens ends too")
        void withdrawThenStreamsEnd() {
            String service =
                    TestUsers.user().withRole("service").create().signIn().access();
            try (FeedReader reader = FeedReader.open("http://localhost:" + RestAssured.port, service, null)) {
                reader.until("complete");

                withdraw(signing()).statusCode(204);

                while (reader.nextOrEnd().isPresent()) {
                    assertThat(reader.status()).isEqualTo(200);
                }
            }
        }

        @Test
        @Requirement("K-05")
        @DisplayName("a thief of the private key writes any expiry: the list never forgets the key")
        void withdrawThenStaysOnTheListForDecades() {
            String kid = signing();
            withdraw(kid).statusCode(204);

            clock.advance(Duration.ofHours(2));

            String service =
                    TestUsers.user().withRole("service").create().signIn().access();
            String expiresAt = given().auth()
                    .oauth2(service)
                    .get("/revocations")
                    .jsonPath()
                    .getString("revoked.find { it.token_id == '" + kid + "' }.expires_at");
            assertThat(Instant.parse(expiresAt)).isAfter(clock.instant().plus(Duration.ofDays(40 * 365)));
        }

        @ParameterizedTest
        @ValueSource(strings = {UNKNOWN, "x", "%00", "..%2f..", "'; --"})
        void withdrawWhenUnknownThen404(String kid) {
            given().urlEncodingEnabled(false)
                    .auth()
                    .oauth2(admin.access())
                    .post("/admin/keys/" + kid.replace(" ", "%20") + "/withdraw")
                    .then()
                    .statusCode(404);
        }
    }

    private int call(Tokens tokens) {
        return given().auth().oauth2(tokens.access()).get("/samples/user").statusCode();
    }

    private String signing() {
        return given().auth()
                .oauth2(admin.access())
                .get("/admin/keys")
                .jsonPath()
                .getString("keys.find { it.state == 'signing' }.kid");
    }

    private ValidatableResponse rotate(String body) {
        return given().auth()
                .oauth2(admin.access())
                .contentType(ContentType.JSON)
                .body(body)
                .post("/admin/keys/rotate")
                .then();
    }

    private ValidatableResponse withdraw(String kid) {
        return given().auth()
                .oauth2(admin.access())
                .post("/admin/keys/" + kid + "/withdraw")
                .then();
    }

    private ValidatableResponse audited(String type) {
        return given().auth()
                .oauth2(admin.access())
                .get("/admin/audit?limit=1&type=" + type)
                .then()
                .statusCode(200);
    }
}
