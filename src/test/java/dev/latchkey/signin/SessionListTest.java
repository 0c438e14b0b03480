package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.support.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code /auth/sessions}: the device list. */
@Requirement("S-08")
@QuarkusTest
class SessionListTest {

    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    @Inject
    TestClock clock;

    private final TestUser user = TestUsers.user().create();

    @Test
    void listShowsDevices() {
        Tokens older = signInWith(FIREFOX);
        clock.advance(Duration.ofMinutes(1));
        Tokens current = user.signIn(Map.of("remember_me", true));

        list(current)
                .header("Cache-Control", equalTo("no-store"))
                .body("sessions", hasSize(2))
                .body("sessions[0].id", equalTo(current.session().id().toString()))
                .body("sessions[0].current", equalTo(true))
                .body("sessions[0].remember_me", equalTo(true))
                .body("sessions[1].id", equalTo(older.session().id().toString()))
                .body("sessions[1].current", equalTo(false))
                .body("sessions[1].device_name", equalTo("Firefox on Linux"))
                .body("sessions[1].device_type", equalTo("desktop"))
                .body("sessions[1].ip", equalTo("127.0.0.1"))
                .body("sessions[1].amr", equalTo(java.util.List.of("pwd")))
                .body(
                        "sessions[1].expires_at",
                        equalTo(older.session().expiresAt().toString()));
    }

    @Test
    @Requirement("S-09")
    @DisplayName("the listed handle is no credential")
    void handleIsNoCredential() {
        Tokens tokens = user.signIn();

        given().auth()
                .oauth2(tokens.session().id().toString())
                .get("/auth/sessions")
                .then()
                .statusCode(401);
    }

    @Test
    void sessionsPastTheirLimitAreNotListed() {
        user.signIn();
        clock.advance(Duration.ofMinutes(31));

        list(user.signIn()).body("sessions", hasSize(1));
    }

    @Test
    void endOneThenItIsRefused() {
        Tokens other = user.signIn();
        Tokens mine = user.signIn();

        end(mine, other.session().id()).statusCode(204);
        end(mine, other.session().id()).statusCode(204);

        assertThat(other.callStatus()).isEqualTo(401);
        other.tryRefresh().then().statusCode(401).body("reason", equalTo("signed_out_elsewhere"));
        assertThat(mine.callStatus()).isEqualTo(200);
    }

    @Test
    @Requirement("S-09")
    @DisplayName("somebody else's session is not there")
    void endOneOfSomebodyElseThen404AndItLives() {
        Tokens theirs = TestUsers.user().create().signIn();
        Tokens mine = user.signIn();

        end(mine, theirs.session().id()).statusCode(404).body("code", equalTo("not-found"));
        end(mine, UUID.randomUUID()).statusCode(404);

        assertThat(theirs.refreshed().callStatus()).isEqualTo(200);
    }

    @Test
    void endOthersThenOnlyThisOneLives() {
        Tokens other = user.signIn();
        Tokens mine = user.signIn();

        given().auth().oauth2(mine.access()).delete("/auth/sessions").then().statusCode(204);

        assertThat(other.callStatus()).isEqualTo(401);
        other.tryRefresh().then().body("reason", equalTo("signed_out_elsewhere"));
        assertThat(mine.refreshed().callStatus()).isEqualTo(200);
    }

    @Test
    void endAllThenNoneLives() {
        Tokens other = user.signIn();
        Tokens mine = user.signIn();

        given().auth()
                .oauth2(mine.access())
                .delete("/auth/sessions?scope=all")
                .then()
                .statusCode(204);

        assertThat(other.callStatus()).isEqualTo(401);
        assertThat(mine.callStatus()).isEqualTo(401);
        mine.tryRefresh().then().body("reason", equalTo("signed_out"));
    }

    @Test
    void endManyWithUnknownScopeThen400() {
        given().auth()
                .oauth2(user.signIn().access())
                .delete("/auth/sessions?scope=some")
                .then()
                .statusCode(400)
                .body("errors[0].member", equalTo("scope"));
    }

    private Tokens signInWith(String userAgent) {
        return given().contentType(ContentType.JSON)
                .header("User-Agent", userAgent)
                .body(Map.of("username", user.username(), "password", TestUsers.PASSWORD))
                .post("/auth/sign-in")
                .as(Tokens.class);
    }

    private static ValidatableResponse list(Tokens tokens) {
        return given().auth()
                .oauth2(tokens.access())
                .get("/auth/sessions")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse end(Tokens tokens, UUID id) {
        return given().auth()
                .oauth2(tokens.access())
                .delete("/auth/sessions/" + id)
                .then();
    }
}
