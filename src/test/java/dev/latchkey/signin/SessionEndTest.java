package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;

import dev.latchkey.Requirement;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.mail.TestMails;
import dev.latchkey.session.EndReason;
import dev.latchkey.session.Sessions;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The table of {@code src/docs/sessions.md}: what people themselves do to end sessions, one test for each event. */
@QuarkusTest
class SessionEndTest extends SessionEnds {

    private static final String NEXT = "four other words entirely";

    @Inject
    Sessions sessions;

    @Test
    @Requirement("S-07")
    void signOut() {
        Tokens tokens = user.signIn();

        tokens.signOut();

        assertEnded(EndReason.SIGNED_OUT, tokens);
    }

    @Test
    void signOutByTheDeviceList() {
        Tokens tokens = user.signIn();

        delete(tokens, "/" + tokens.session().id());

        assertEnded(EndReason.SIGNED_OUT, tokens);
    }

    @Test
    @Requirement({"S-08", "S-09"})
    void signOutOfAnotherDevice() {
        Tokens other = user.signIn();

        delete(user.signIn(), "/" + other.session().id());

        assertEnded(EndReason.SIGNED_OUT_ELSEWHERE, other);
    }

    @Test
    @Requirement("S-08")
    void signOutOfTheOtherDevices() {
        Tokens one = user.signIn();
        Tokens two = user.signIn();
        Tokens mine = user.signIn();

        delete(mine, "?scope=others");

        assertEnded(EndReason.SIGNED_OUT_ELSEWHERE, one, two);
        assertThat(mine.refreshed().callStatus()).isEqualTo(200);
    }

    @Test
    @Requirement("S-08")
    void signOutOfAllDevices() {
        Tokens other = user.signIn();
        Tokens mine = user.signIn();

        delete(mine, "?scope=all");

        assertThat(rise(EndReason.SIGNED_OUT)).isEqualTo(1);
        assertSays(mine, EndReason.SIGNED_OUT);
        assertEnded(EndReason.SIGNED_OUT_ELSEWHERE, other);
    }

    @Test
    @Requirement({"S-07", "S-08"})
    void changeOfThePassword() {
        Tokens one = user.signIn();
        Tokens two = user.signIn();
        Tokens mine = user.signIn();

        Tokens next = given().auth()
                .oauth2(mine.access())
                .contentType(ContentType.JSON)
                .body(Map.of("current_password", TestUsers.PASSWORD, "new_password", NEXT))
                .put("/auth/password")
                .then()
                .statusCode(200)
                .extract()
                .as(Tokens.class);

        assertSays(mine, EndReason.REPLACED);
        assertEndedBut(next, EndReason.PASSWORD_CHANGED, one, two);
        assertThat(next.refreshed().callStatus()).isEqualTo(200);
    }

    @Test
    @Requirement({"S-07", "S-08", "S-11", "P-13"})
    void resetOfThePassword() {
        Tokens one = user.signIn();
        Tokens two = user.signIn();
        given().contentType(ContentType.JSON)
                .body(Map.of("email", user.username()))
                .post("/auth/password/forgot")
                .then()
                .statusCode(202);

        given().contentType(ContentType.JSON)
                .body(Map.of(
                        "token", TestMails.sentTo(user.username()).get(0).token(), "new_password", TestUsers.PASSWORD))
                .post("/auth/password/reset")
                .then()
                .statusCode(204);

        assertEnded(EndReason.PASSWORD_RESET, one, two);
    }

    @Test
    void changeOfAFactor() {
        Tokens asking = user.signIn();
        Tokens other = user.signIn();

        sessions.endAllOf(
                user.id(), Optional.of(asking.session().id()), EndReason.FACTOR_CHANGED, user.id(), clock.instant());

        assertEndedBut(asking, EndReason.FACTOR_CHANGED, other);
        assertThat(asking.refreshed().callStatus()).isEqualTo(200);
    }

    @Test
    @DisplayName("a session that goes on under another id is no line of the history")
    void replacement() {
        Tokens tokens = user.signIn();

        sessions.end(tokens.session().id(), EndReason.REPLACED, clock.instant());

        assertSays(tokens, EndReason.REPLACED);
        history().body("history", empty());
    }

    @Test
    @Requirement({"S-07", "S-08"})
    void linkThatSaysNotMe() {
        Tokens mine = user.signInWith("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0");
        Tokens theirs = user.signInWith("curl/8.5.0");

        given().formParam("token", TestMails.sentTo(user.username()).get(0).token())
                .post("/auth/not-me")
                .then()
                .statusCode(200);

        assertEnded(EndReason.SIGNED_OUT_ELSEWHERE, mine, theirs);
    }

    private static void delete(Tokens tokens, String which) {
        given().auth()
                .oauth2(tokens.access())
                .contentType(ContentType.JSON)
                .delete("/auth/sessions" + which)
                .then()
                .statusCode(204);
    }
}
