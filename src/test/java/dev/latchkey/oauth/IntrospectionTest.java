package dev.latchkey.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestClient;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.key.SigningKeys;
import dev.latchkey.support.TestClock;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code POST /oauth2/introspect}. */
@QuarkusTest
class IntrospectionTest {

    private static final Map<String, Object> INACTIVE = Map.of("active", false);

    @Inject
    TestClock clock;

    @Inject
    SessionFactory database;

    @Inject
    SessionRows rows;

    @Inject
    SigningKeys keys;

    private final TestClient service = TestClient.create("service");
    private final TestClient plain = TestClient.create();
    private final TestUser user = TestUsers.user().create();

    private static Map<String, Object> reply(TestClient caller, String token) {
        return caller.introspect(token)
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .extract()
                .path("$");
    }

    @Requirement({"V-09", "A-05"})
    @Test
    @DisplayName("an access token, to a resource server and to another client")
    void activeRepliesDifferByCaller() {
        Tokens tokens = user.signIn();

        Map<String, Object> all = reply(service, tokens.access());
        Map<String, Object> some = reply(plain, tokens.access());

        assertThat(some.keySet())
                .containsExactlyInAnyOrder(
                        "active", "iss", "sub", "aud", "client_id", "exp", "iat", "jti", "token_type");
        assertThat(all.keySet())
                .containsExactlyInAnyOrder(
                        "active",
                        "iss",
                        "sub",
                        "aud",
                        "client_id",
                        "exp",
                        "iat",
                        "jti",
                        "token_type",
                        "username",
                        "sid",
                        "auth_time",
                        "acr",
                        "amr",
                        "groups");
        assertThat(all)
                .containsEntry("active", true)
                .containsEntry("iss", "http://localhost:8080")
                .containsEntry("aud", "http://localhost:8080")
                .containsEntry("sub", user.id().toString())
                .containsEntry("client_id", "latchkey")
                .containsEntry("token_type", "Bearer")
                .containsEntry("username", user.username())
                .containsEntry("sid", tokens.session().id().toString())
                .containsEntry("groups", List.of("user"));
    }

    @Requirement("V-09")
    @Test
    void aClientIsToldAllAboutItsOwnToken() {
        TestClient own = TestClient.create(List.of("read"), "auditor");
        String token = own.tryToken(Map.of("scope", "read")).path("access_token");

        assertThat(reply(own, token))
                .containsEntry("sub", own.id())
                .containsEntry("scope", "read")
                .containsEntry("groups", List.of("auditor"))
                .doesNotContainKeys("sid", "auth_time", "acr", "amr");
        assertThat(reply(plain, token)).doesNotContainKey("groups");
    }

    @Requirement("V-08")
    @Test
    @DisplayName("exactly {\"active\":false} for whatever is not good")
    void inactiveTellsNothing() {
        Tokens tokens = user.signIn();
        String access = tokens.access();
        for (String token : List.of(
                "x",
                "a.b.c",
                "lkr_x",
                " ",
                "\u0000",
                "ä",
                access + "x",
                access.substring(0, access.length() - 2),
                access.substring(0, access.lastIndexOf('.') + 1),
                tokens.refresh() + "x",
                service.secret())) {
            assertThat(reply(service, token)).as(token).isEqualTo(INACTIVE);
        }
    }

    @Requirement({"S-10", "V-10"})
    @Test
    @DisplayName("each part of a token's state, flipped")
    void stateIsChecked() {
        Tokens signedOut = user.signIn();
        assertThat(service.findsActive(signedOut.access())).isTrue();
        signedOut.signOut();
        assertThat(reply(service, signedOut.access())).isEqualTo(INACTIVE);

        TestUser other = TestUsers.user().create();
        Tokens disabled = other.signIn();
        assertThat(service.findsActive(disabled.access())).isTrue();
        String admin = TestUsers.user().withRole("admin").create().signIn().access();
        given().auth()
                .oauth2(admin)
                .contentType("application/json")
                .body("{\"disabled\":true}")
                .patch("/admin/users/" + other.id())
                .then()
                .statusCode(200);
        assertThat(reply(service, disabled.access())).isEqualTo(INACTIVE);

        Tokens revoked = user.signIn();
        service.revoke(revoked.access()).then().statusCode(200);
        assertThat(reply(service, revoked.access())).isEqualTo(INACTIVE);
    }

    @Requirement("V-10")
    @Test
    @DisplayName("the key too: withdrawn, what it signed is inactive, and what the next one signs is not")
    void keyIsChecked() {
        Tokens tokens = user.signIn();
        assertThat(service.findsActive(tokens.access())).isTrue();

        keys.withdraw(keys.signing().kid(), UUID.randomUUID());

        assertThat(reply(service, tokens.access())).isEqualTo(INACTIVE);
        assertThat(service.findsActive(tokens.refreshed().access())).isTrue();
    }

    @Requirement("V-08")
    @Test
    void aTokenForAnotherAudienceIsInactive() {
        assertThat(reply(service, TestTokens.forAnotherAudience())).isEqualTo(INACTIVE);
    }

    @Requirement("V-10")
    @Test
    void timeIsCheckedToTheSecond() {
        Tokens tokens = user.signIn();
        clock.advance(Duration.ofSeconds(899));
        assertThat(service.findsActive(tokens.access())).isTrue();

        clock.advance(Duration.ofSeconds(1));

        assertThat(reply(service, tokens.access())).isEqualTo(INACTIVE);
    }

    @Requirement("A-16")
    @Test
    void aRefreshTokenIsNeverAnAccessToken() {
        Tokens tokens = user.signIn();

        assertThat(reply(service, tokens.refresh())).isEqualTo(INACTIVE);
        assertThat(reply(plain, tokens.refresh())).isEqualTo(INACTIVE);
    }

    /** Whatever generation is asked about: no rotation, no verdict of theft, no end. */
    @Test
    void askingChangesNothing() {
        Tokens first = user.signIn();
        Tokens second = first.refreshed();
        clock.advance(Duration.ofMinutes(1));
        String before = rows.asText(second.session().id());

        for (String token : List.of(first.refresh(), second.refresh(), second.access())) {
            reply(service, token);
            reply(plain, token);
        }

        assertThat(rows.asText(second.session().id())).isEqualTo(before);
        second.tryRefresh().then().statusCode(200);
    }

    @Test
    void anAccessTokenCostsNoQueryOnceTheClientIsKnown() {
        Tokens tokens = user.signIn();
        service.findsActive(tokens.access());
        long before = database.getStatistics().getPrepareStatementCount();

        for (int i = 0; i < 10; i++) {
            service.findsActive(tokens.access());
        }

        assertThat(database.getStatistics().getPrepareStatementCount() - before).isLessThanOrEqualTo(1);
    }

    @Requirement("V-07")
    @Test
    void callersAreRegisteredClientsThatPost() {
        String token = user.signIn().access();
        given().contentType("application/x-www-form-urlencoded")
                .body("token=" + token)
                .post("/oauth2/introspect")
                .then()
                .statusCode(401)
                .body("error", equalTo("invalid_client"));
        given().auth()
                .oauth2(token)
                .contentType("application/x-www-form-urlencoded")
                .body("token=" + token)
                .post("/oauth2/introspect")
                .then()
                .statusCode(401);
        new TestClient(service.id(), "wrong").introspect(token).then().statusCode(401);
        service.calling().get("/oauth2/introspect?token=" + token).then().statusCode(405);
        service.calling()
                .post("/oauth2/introspect?token=" + token)
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_request"));
    }

    @Test
    void hintsChangeNothing() {
        Tokens tokens = user.signIn();
        for (String hint : List.of("access_token", "refresh_token", "nonsense", "")) {
            assertThat((Boolean) service.calling()
                            .formParam("token", tokens.access())
                            .formParam("token_type_hint", hint)
                            .post("/oauth2/introspect")
                            .path("active"))
                    .isTrue();
        }
    }
}
