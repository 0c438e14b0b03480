package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Browser;
import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestClient;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.mail.TestMails;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code PUT /auth/password}. Standards P-14, P-17, S-03, S-08. */
@QuarkusTest
class PasswordChangeTest {

    private static final String NEXT = "four other words entirely";

    @Inject
    SessionRows rows;

    private final TestUser user = TestUsers.user().create();

    @Test
    @DisplayName("P-14, P-17, S-03: new credentials under a new session id, the others end, and the owner is told")
    @Requirement({"P-14", "P-17", "S-03", "S-11"})
    void changeReplacesTheSession() {
        Tokens other = user.signIn();
        Tokens mine = user.signIn();

        Tokens next = change(mine, TestUsers.PASSWORD, NEXT)
                .then()
                .statusCode(200)
                .extract()
                .as(Tokens.class);

        assertThat(next.session().id()).isNotEqualTo(mine.session().id());
        assertThat(next.session().expiresAt()).isEqualTo(mine.session().expiresAt());
        assertThat(next.callStatus()).isEqualTo(200);
        assertThat(next.refreshed().callStatus()).isEqualTo(200);
        assertThat(mine.callStatus()).isEqualTo(401);
        mine.tryRefresh().then().statusCode(401).body("reason", equalTo("replaced"));
        other.tryRefresh().then().statusCode(401).body("reason", equalTo("password_changed"));
        assertThat(TestMails.sentTo(user.username())).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).isEqualTo("Your password was changed");
            assertThat(mail.link()).contains("/auth/not-me?token=lkn_");
            assertThat(mail.text()).doesNotContain(NEXT, TestUsers.PASSWORD);
        });
        assertThat(rows.auditOf(user.id())).contains("authn_password_change,success,warning");
        signIn(TestUsers.PASSWORD).then().statusCode(401);
        signIn(NEXT).then().statusCode(200);
    }

    @Test
    @DisplayName("P-14: a wrong current password is 403, on record, and changes nothing")
    @Requirement({"P-14", "L-01"})
    void wrongCurrentPasswordChangesNothing() {
        Tokens tokens = user.signIn();

        change(tokens, "not the current password", NEXT).then().statusCode(403).body("code", equalTo("wrong-password"));

        assertThat(tokens.callStatus()).isEqualTo(200);
        assertThat(rows.auditOf(user.id())).contains("authn_password_change_fail,failure,warning");
        assertThat(TestMails.sentTo(user.username())).isEmpty();
        signIn(TestUsers.PASSWORD).then().statusCode(200);
    }

    @Test
    @Requirement("P-04")
    void weakPasswordChangesNothing() {
        Tokens tokens = user.signIn();

        change(tokens, TestUsers.PASSWORD, "short").then().statusCode(400).body("reasons", contains("too_short"));
        change(tokens, TestUsers.PASSWORD, user.username())
                .then()
                .statusCode(400)
                .body("reasons", contains("context"));

        assertThat(tokens.callStatus()).isEqualTo(200);
        signIn(TestUsers.PASSWORD).then().statusCode(200);
    }

    @Test
    @DisplayName("P-14: only with a live session of a user")
    @Requirement("P-14")
    void sessionMustBeLive() {
        given().contentType(ContentType.JSON)
                .body(Map.of("current_password", TestUsers.PASSWORD, "new_password", NEXT))
                .put("/auth/password")
                .then()
                .statusCode(401);
        Tokens ended = user.signIn();
        ended.signOut();
        change(ended, TestUsers.PASSWORD, NEXT).then().statusCode(401);
        given().auth()
                .oauth2(TestClient.create("user").token())
                .contentType(ContentType.JSON)
                .body(Map.of("current_password", TestUsers.PASSWORD, "new_password", NEXT))
                .put("/auth/password")
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden"));
    }

    @ParameterizedTest
    @DisplayName("C-06: by cookies with the CSRF token only, and the cookies are new")
    @ValueSource(strings = {"cookie", "session"})
    @Requirement("C-06")
    void changeByCookies(String transport) {
        Browser browser = Browser.signedIn(user, transport);
        UUID before = browser.sessionId();
        Map<String, String> body = Map.of("current_password", TestUsers.PASSWORD, "new_password", NEXT);
        browser.cookiesOnly()
                .header("Origin", Browser.ORIGIN)
                .contentType(ContentType.JSON)
                .body(body)
                .put("/auth/password")
                .then()
                .statusCode(403)
                .body("code", equalTo("csrf-refused"));

        browser.changePassword(TestUsers.PASSWORD, NEXT).then().statusCode(200);

        assertThat(browser.sessionId()).isNotEqualTo(before);
        assertThat(browser.callStatus()).isEqualTo(200);
        assertThat(rows.endReason(before)).isEqualTo("replaced");
    }

    @Test
    @DisplayName("a link that was mailed before the change is void")
    void linkForAnotherPasswordIsVoidAfterwards() {
        given().contentType(ContentType.JSON)
                .body(Map.of("email", user.username()))
                .post("/auth/password/forgot");
        String token = TestMails.sentTo(user.username()).get(0).token();
        change(user.signIn(), TestUsers.PASSWORD, NEXT).then().statusCode(200);

        given().contentType(ContentType.JSON)
                .body(Map.of("token", token, "new_password", "yet another four words"))
                .post("/auth/password/reset")
                .then()
                .statusCode(400);
    }

    private Response signIn(String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", user.username(), "password", password))
                .post("/auth/sign-in");
    }

    private static Response change(Tokens tokens, String current, String next) {
        return given().auth()
                .oauth2(tokens.access())
                .contentType(ContentType.JSON)
                .body(Map.of("current_password", current, "new_password", next))
                .put("/auth/password");
    }
}
