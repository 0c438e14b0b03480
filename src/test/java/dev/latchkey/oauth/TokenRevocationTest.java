package dev.latchkey.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.nullValue;

import dev.latchkey.Requirement;
import dev.latchkey.TestClient;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.support.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code POST /oauth2/revoke}. */
@QuarkusTest
class TokenRevocationTest {

    @Inject
    TestClock clock;

    private final TestClient client = TestClient.create("service");
    private final TestUser user = TestUsers.user().create();

    private static Response revoke(TestClient caller, String token, String hint) {
        return caller.calling()
                .formParam("token", token)
                .formParam("token_type_hint", hint)
                .post("/oauth2/revoke");
    }

    @Requirement("V-01")
    @Test
    @DisplayName("the same answer for revoked, unknown, expired and malformed")
    void allAnswersAreAlike() {
        Tokens tokens = user.signIn();
        Tokens expired = user.signIn();
        clock.advance(Duration.ofMinutes(20));
        Tokens fresh = user.signIn();
        for (String token : List.of(
                fresh.access(),
                fresh.access(),
                fresh.refresh(),
                fresh.refresh(),
                tokens.refresh(),
                expired.access(),
                "unknown",
                "a.b.c",
                "lkr_x",
                "\u0000")) {
            Response reply = client.revoke(token);
            assertThat(reply.statusCode()).as(token).isEqualTo(200);
            assertThat(reply.asString()).isEmpty();
            assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        }
        client.calling()
                .formParam("token_type_hint", "access_token")
                .post("/oauth2/revoke")
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_request"));
    }

    @Requirement({"V-03", "V-04"})
    @Test
    void aRefreshTokenTakesItsSessionWithIt() {
        Tokens tokens = user.signIn();

        client.revoke(tokens.refresh()).then().statusCode(200);

        assertThat(tokens.callStatus()).isEqualTo(401);
        assertThat(client.findsActive(tokens.access())).isFalse();
        assertThat(clientThatEnded(tokens)).isEqualTo(client.id());
        tokens.tryRefresh()
                .then()
                .statusCode(401)
                .body("code", equalTo("session-ended"))
                .body("reason", equalTo("signed_out"));
    }

    private static String clientThatEnded(Tokens tokens) {
        String administrator =
                TestUsers.user().withRole("admin").create().signIn().access();
        return given().auth()
                .oauth2(administrator)
                .queryParam("session_id", tokens.session().id())
                .queryParam("type", "session_ended")
                .get("/admin/audit")
                .then()
                .statusCode(200)
                .body("events.actor_id", everyItem(nullValue()))
                .extract()
                .path("events[0].client_id");
    }

    @Requirement({"V-03", "V-04", "V-05"})
    @Test
    void anAccessTokenGoesAlone() {
        Tokens tokens = user.signIn();

        client.revoke(tokens.access()).then().statusCode(200);

        assertThat(tokens.callStatus()).isEqualTo(401);
        assertThat(client.findsActive(tokens.access())).isFalse();
        assertThat(tokens.refreshed().callStatus()).isEqualTo(200);
    }

    @Requirement("V-02")
    @Test
    void anotherClientsTokenIsLeftAlone() {
        String token = TestClient.create("service").token();

        client.revoke(token).then().statusCode(400).body("error", equalTo("unauthorized_client"));

        assertThat(client.findsActive(token)).isTrue();
    }

    @Test
    void aClientsOwnTokenIsRevoked() {
        String token = client.token();

        client.revoke(token).then().statusCode(200);

        assertThat(client.findsActive(token)).isFalse();
        assertThat(given().auth().oauth2(token).get("/revocations").statusCode())
                .isEqualTo(401);
        assertThat(client.findsActive(client.token())).isTrue();
    }

    @Requirement("V-02")
    @Test
    void hintsHideNothing() {
        Tokens first = user.signIn();
        Tokens second = user.signIn();
        revoke(client, first.access(), "refresh_token").then().statusCode(200);
        revoke(client, second.refresh(), "access_token").then().statusCode(200);

        assertThat(first.callStatus()).isEqualTo(401);
        assertThat(second.callStatus()).isEqualTo(401);
        assertThat(revoke(client, user.signIn().access(), "nonsense").statusCode())
                .isEqualTo(200);
    }

    @Test
    void callersAreRegisteredClients() {
        Tokens tokens = user.signIn();
        new TestClient(client.id(), "wrong").revoke(tokens.refresh()).then().statusCode(401);
        given().contentType("application/x-www-form-urlencoded")
                .body("token=" + tokens.refresh())
                .post("/oauth2/revoke")
                .then()
                .statusCode(401);

        assertThat(tokens.callStatus()).isEqualTo(200);
    }
}
