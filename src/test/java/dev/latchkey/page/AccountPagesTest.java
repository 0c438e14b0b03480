package dev.latchkey.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.latchkey.Browser;
import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.mail.TestMails;
import dev.latchkey.user.Users;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /auth/verify-email} and {@code /auth/reset-password}: the links in mails, walked to their end. Standards C-13, P-11, P-12. */
@QuarkusTest
class AccountPagesTest {

    private static final String VERIFY = "/auth/verify-email";
    private static final String RESET = "/auth/reset-password";
    private static final String NEXT = "f\u00fcr mich + 4 & = words";

    @Inject
    Users users;

    private final TestUser user = TestUsers.user().create();
    private String verifyToken;
    private String resetToken;

    @BeforeEach
    void askForLinks() {
        given().contentType(ContentType.JSON)
                .body(Map.of("email", user.username()))
                .post("/auth/password/forgot");
        resetToken = TestMails.sentTo(user.username()).get(0).token();
        given().auth()
                .oauth2(user.signIn().access())
                .contentType(ContentType.JSON)
                .body(Map.of("email", user.username()))
                .put("/auth/me/email")
                .then()
                .statusCode(202);
        verifyToken = TestMails.sentTo(user.username()).get(1).token();
    }

    @Test
    @DisplayName("the button verifies the address, once; opening the link does not")
    @Requirement("P-11")
    void verify() {
        for (int i = 0; i < 2; i++) {
            get(VERIFY, verifyToken)
                    .statusCode(200)
                    .contentType(ContentType.HTML)
                    .body(allOf(
                            containsString("<form method=\"post\" action=\"verify-email\">"),
                            containsString("name=\"token\" value=\"" + verifyToken + "\"")));
            given().head(VERIFY + "?token=" + verifyToken).then().statusCode(200);
        }
        assertThat(users.find(user.id()).orElseThrow().emailVerified()).isFalse();

        post(VERIFY, Map.of("token", verifyToken)).statusCode(200).body(containsString("Your address is confirmed"));

        assertThat(users.find(user.id()).orElseThrow().emailVerified()).isTrue();
        post(VERIFY, Map.of("token", verifyToken)).statusCode(400).body(containsString("This link does not work"));
    }

    @Test
    @DisplayName("the form sets the password, with whatever signs it has; a refused one can be followed by another")
    @Requirement("P-11")
    void reset() {
        get(RESET, resetToken).statusCode(200).body(containsString("action=\"reset-password\""));
        for (String refused : List.of("short", "", "x".repeat(2_000))) {
            post(RESET, Map.of("token", resetToken, "new_password", refused))
                    .statusCode(400)
                    .body(containsString("role=\"alert\""), containsString("value=\"" + resetToken + "\""));
        }

        post(RESET, Map.of("token", resetToken, "new_password", NEXT))
                .statusCode(200)
                .body(containsString("Your password is set"));

        given().contentType(ContentType.JSON)
                .body(Map.of("username", user.username(), "password", NEXT))
                .post("/auth/sign-in")
                .then()
                .statusCode(200);
        post(RESET, Map.of("token", resetToken, "new_password", NEXT)).statusCode(400);
    }

    @ParameterizedTest
    @DisplayName(
            "the form's browser is known from then on; by a form of another site, nothing that it keeps is replaced")
    @ValueSource(strings = {"same-origin", "cross-site", "same-site", "none"})
    @Requirement("T-03")
    void resetMakesTheDeviceKnown(String site) {
        Map<String, String> cookies = given().header("Sec-Fetch-Site", site)
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParams(Map.of("token", resetToken, "new_password", NEXT))
                .post(RESET)
                .then()
                .statusCode(200)
                .extract()
                .cookies();

        assertThat(cookies.keySet()).isEqualTo(site.equals("same-origin") ? Set.of("latchkey_device") : Set.of());
    }

    @Test
    @DisplayName("a refused password is told why, in the words of the page")
    void resetWhenRefusedThenSaysWhy() {
        String own = user.username().replace("@example.com", "");
        Map<String, String> reasons = Map.of(
                "short",
                "It has fewer than 15 characters.",
                "x".repeat(2_000),
                "It is too long.",
                "y".repeat(300),
                "It is too long.",
                "password",
                "It is one of the passwords that are tried first.",
                own,
                "It is made of your name");
        reasons.forEach((refused, reason) -> post(RESET, Map.of("token", resetToken, "new_password", refused))
                .statusCode(400)
                .body(containsString("<li>" + reason), not(containsString("too_"))));
    }

    @Test
    @DisplayName("C-13, P-12: the pages are not cached, not framed, run nothing and tell nobody")
    @Requirement({"C-13", "P-12"})
    void pagesAreClosedIn() {
        for (ValidatableResponse page : List.of(
                get(VERIFY, verifyToken),
                get(VERIFY, "garbage"),
                post(VERIFY, Map.of("token", verifyToken)),
                get(RESET, resetToken),
                get(RESET, "\"><script>"),
                post(RESET, Map.of("token", resetToken, "new_password", "short")),
                post(RESET, Map.of("token", "\"><script>", "new_password", "short")))) {
            page.header("Cache-Control", "no-store")
                    .header("Referrer-Policy", "no-referrer")
                    .header("X-Frame-Options", "DENY")
                    .header("Content-Type", "text/html;charset=UTF-8")
                    .header(
                            "Content-Security-Policy",
                            allOf(containsString("form-action 'self'"), not(containsString("unsafe"))))
                    .body(not(matchesPattern("(?is).*(<script|<style|style=|onload|http).*")));
        }
    }

    @ParameterizedTest
    @DisplayName("in a browser that is signed in by cookies, whose form says nothing of its origin")
    @ValueSource(strings = {VERIFY, RESET})
    void cookiesDoNotHinder(String path) {
        Browser browser = Browser.signedIn(user, "cookie");
        browser.jar().putAll(Browser.signedIn(user, "session").jar());
        String token = path.equals(VERIFY) ? verifyToken : resetToken;

        browser.get(path + "?token=" + token).then().statusCode(200);
        browser.cookiesOnly()
                .header("Origin", "null")
                .contentType(ContentType.URLENC)
                .body("token=" + token + "&new_password=four+other+words+entirely")
                .post(path)
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @DisplayName("C-09: a form that is none, or of something else")
    @ValueSource(strings = {VERIFY, RESET})
    @Requirement("C-09")
    void otherBodiesAreRefused(String path) {
        given().contentType(ContentType.JSON)
                .body(Map.of("token", verifyToken))
                .post(path)
                .then()
                .statusCode(415);
        for (String body : List.of(
                "token=%",
                "token=%zz",
                "new_password=100%sure-words&token=" + resetToken,
                "&&==",
                "token=%00",
                "token=" + "a".repeat(10_000),
                "other=" + verifyToken,
                "token=" + resetToken + "%00&new_password=four+other+words+entirely",
                "token=" + (path.equals(VERIFY) ? resetToken : verifyToken)
                        + "&new_password=four+other+words+entirely")) {
            given().contentType(ContentType.URLENC)
                    .body(body)
                    .post(path)
                    .then()
                    .statusCode(400)
                    .contentType(ContentType.HTML);
        }
        post(RESET, Map.of("token", resetToken)).statusCode(400);
        given().get(path).then().statusCode(400);
        given().put(path).then().statusCode(405);
    }

    private static ValidatableResponse get(String path, String token) {
        return given().queryParam("token", token).get(path).then();
    }

    private static ValidatableResponse post(String path, Map<String, String> form) {
        return given().contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParams(form)
                .post(path)
                .then();
    }
}
