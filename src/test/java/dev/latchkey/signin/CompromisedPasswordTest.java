package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.mail.TestMails;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.support.TestClock;
import dev.latchkey.user.Accounts;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Passwords are never too old, but may be known to somebody else. Standards P-05. */
@QuarkusTest
@Requirement("P-05")
class CompromisedPasswordTest {

    private static final String NEXT = "four other words entirely";

    @Inject
    TestClock clock;

    @Inject
    Accounts accounts;

    @Inject
    SessionRows rows;

    private final TestUser user = TestUsers.user().create();

    @Test
    @DisplayName("P-05: five years later it is good as ever")
    void passwordDoesNotExpire() {
        clock.advance(Duration.ofDays(5 * 365));

        signIn(TestUsers.PASSWORD).then().statusCode(200);
    }

    @Test
    @DisplayName("P-05: a compromised one signs in to nothing but setting another one")
    void compromisedPasswordOnlySetsAnother() {
        accounts.requirePasswordChange(user.id(), UUID.randomUUID(), clock.instant());

        signIn("a wrong one, as always").then().statusCode(401);
        String token = signIn(TestUsers.PASSWORD)
                .then()
                .statusCode(403)
                .body("code", equalTo("password-change-required"))
                .body("access_token", nullValue())
                .extract()
                .path("token");
        assertThat(rows.liveSessions(user.id())).isZero();
        reset(token, TestUsers.PASSWORD).then().statusCode(400).body("reasons", contains("unchanged"));
        reset(token, NEXT).then().statusCode(204);

        reset(token, NEXT + "!").then().statusCode(400).body("code", equalTo("invalid-link"));
        signIn(TestUsers.PASSWORD).then().statusCode(401);
        signIn(NEXT).then().statusCode(200);
        assertThat(rows.auditOf(user.id()))
                .contains("authn_password_compromised,success,critical", "password_change_required");
    }

    @Test
    @DisplayName("the token is good for ten minutes, and a newer one voids it")
    void tokenIsShortLived() {
        accounts.requirePasswordChange(user.id(), UUID.randomUUID(), clock.instant());
        String older = signIn(TestUsers.PASSWORD).path("token");
        String newer = signIn(TestUsers.PASSWORD).path("token");

        reset(older, NEXT).then().statusCode(400);
        clock.advance(Duration.ofMinutes(10));
        reset(newer, NEXT).then().statusCode(400);
    }

    @Test
    @DisplayName("whoever knows it voids none of the links that were mailed to the owner")
    void ownersLinksStayGood() {
        accounts.requirePasswordChange(user.id(), UUID.randomUUID(), clock.instant());
        given().contentType(ContentType.JSON)
                .body(Map.of("email", user.username()))
                .post("/auth/password/forgot");
        String mailed = TestMails.sentTo(user.username()).get(0).token();

        String given = signIn(TestUsers.PASSWORD).path("token");

        reset(mailed, NEXT).then().statusCode(204);
        reset(given, NEXT + "!").then().statusCode(400).body("code", equalTo("invalid-link"));
    }

    @Test
    @DisplayName("P-11: a change of the address that was under way is void")
    @Requirement("P-11")
    void addressDoesNotChangeAfterwards() {
        String thief = TestUsers.unique();
        given().auth()
                .oauth2(user.signIn().access())
                .contentType(ContentType.JSON)
                .body(Map.of("email", thief))
                .put("/auth/me/email")
                .then()
                .statusCode(202);
        String token = TestMails.sentTo(thief).get(0).token();

        accounts.requirePasswordChange(user.id(), UUID.randomUUID(), clock.instant());

        given().contentType(ContentType.JSON)
                .body(Map.of("token", token))
                .post("/auth/email/verify")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-link"));
    }

    @Test
    void unknownUserIsNoUser() {
        assertThatThrownBy(() -> accounts.requirePasswordChange(UUID.randomUUID(), UUID.randomUUID(), clock.instant()))
                .isInstanceOf(ProblemException.class);
    }

    private Response signIn(String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", user.username(), "password", password))
                .post("/auth/sign-in");
    }

    private static Response reset(String token, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("token", token, "new_password", password))
                .post("/auth/password/reset");
    }
}
