package dev.latchkey.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Browser;
import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One credential source per request: standards C-04, C-10. */
@QuarkusTest
class CookieCredentialsTest {

    private static final String PROTECTED = "/samples/user";

    @Inject
    SessionRows rows;

    private final TestUser user = TestUsers.user().create();
    private Browser tokens;
    private Browser session;

    @BeforeEach
    void signIn() {
        tokens = Browser.signedIn(user, "cookie");
        session = Browser.signedIn(user, "session");
    }

    @Test
    void cookiesAuthenticate() {
        assertThat(tokens.callStatus()).isEqualTo(200);
        assertThat(session.callStatus()).isEqualTo(200);
        assertThat(tokens.get("/samples/admin").statusCode()).isEqualTo(403);
        assertThat(session.get("/samples/admin").statusCode()).isEqualTo(403);
    }

    @Test
    @Requirement("R-01")
    @DisplayName("the refresh cookie is no credential for calls")
    void refreshCookieAloneDoesNotAuthenticate() {
        tokens.jar().remove("latchkey_access");

        tokens.get(PROTECTED).then().statusCode(401).body("code", equalTo("authentication-required"));
    }

    @Test
    void badCookiesAreInvalidTokens() {
        for (String cookie : List.of(
                "latchkey_access=x",
                "latchkey_access=",
                "latchkey_session=x",
                "latchkey_session=",
                "latchkey_session=" + tokens.cookie("latchkey_access"),
                "latchkey_access=" + session.cookie("latchkey_session"),
                "latchkey_session=" + tokens.cookie("latchkey_refresh"))) {
            given().header("Cookie", cookie)
                    .get(PROTECTED)
                    .then()
                    .statusCode(401)
                    .body("code", equalTo("invalid-token"))
                    .header("WWW-Authenticate", "Bearer realm=\"latchkey\", error=\"invalid_token\"");
        }
    }

    @Test
    @DisplayName("other names than ours mean nothing")
    void otherNamesAreIgnored() {
        String token = tokens.cookie("latchkey_access");
        for (String name : List.of("__Host-latchkey_access", "Latchkey_access", "Bearer", "access_token")) {
            assertThat(given().header("Cookie", name + "=" + token)
                            .get(PROTECTED)
                            .statusCode())
                    .as(name)
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PROTECTED, "/samples/public", "/auth/csrf", "/nowhere"})
    @Requirement("C-04")
    @DisplayName("the same cookie twice, in whatever order and wherever: refused")
    void twoCookiesOfOneName(String path) {
        String good = "latchkey_access=" + tokens.cookie("latchkey_access");
        String bad = "latchkey_access=bad";
        for (String header : List.of(good + "; " + bad, bad + "; " + good, good + ";" + good, good + "; a=b; " + bad)) {
            assertInvalid(path, header);
        }
        given().header("Cookie", good, bad).get(path).then().statusCode(400);
        String goodSession = "latchkey_session=" + session.cookie("latchkey_session");
        assertInvalid(path, goodSession + "; latchkey_session=bad");
        assertInvalid(path, "latchkey_session=bad; " + goodSession);
    }

    @ParameterizedTest
    @ValueSource(strings = {PROTECTED, "/samples/public", "/auth/csrf"})
    @Requirement("C-10")
    @DisplayName("an Authorization header beside any of the cookies, or cookies of two kinds: refused")
    void twoSources(String path) {
        String bearer = "Bearer " + TestUsers.user().create().signIn().access();
        Stream.concat(tokens.jar().entrySet().stream(), session.jar().entrySet().stream())
                .forEach(cookie -> {
                    String header = cookie.getKey() + "=" + cookie.getValue();
                    for (String authorization : List.of(bearer, "Basic YTpi", "Bearer x")) {
                        given().header("Authorization", authorization)
                                .header("Cookie", header)
                                .get(path)
                                .then()
                                .statusCode(400)
                                .body("code", equalTo("invalid-request"));
                    }
                });
        tokens.jar().forEach((name, value) -> assertInvalid(path, session.cookies() + "; " + name + "=" + value));
    }

    @Test
    @Requirement("C-10")
    @DisplayName("whoever ended up with cookies of two kinds gets out by signing in")
    void signingInMendsIt() {
        tokens.jar().putAll(session.jar());

        tokens.signIn(user, "cookie", false).then().statusCode(200);

        assertThat(tokens.callStatus()).isEqualTo(200);
        assertThat(session.callStatus()).isEqualTo(401);
    }

    @Test
    @Requirement({"C-10", "S-07"})
    @DisplayName("or by signing out, also from a page that was loaded again and has no CSRF token")
    void signingOutMendsIt() {
        Browser both = tokens.copy();
        both.jar().putAll(session.jar());

        both.cookiesOnly()
                .header("Origin", Browser.ORIGIN)
                .post("/auth/sign-out")
                .then()
                .statusCode(204)
                .cookie("latchkey_access", "")
                .cookie("latchkey_refresh", "")
                .cookie("latchkey_session", "");

        assertThat(rows.endReason(tokens.sessionId())).isEqualTo("signed_out");
        assertThat(rows.endReason(session.sessionId())).isEqualTo("signed_out");
        both.signOut().then().statusCode(204);
        assertThat(both.jar()).isEmpty();
    }

    @Test
    @Requirement({"C-07", "C-08"})
    @DisplayName("but no other page can sign it out")
    void pagesElsewhereCannotMendIt() {
        tokens.jar().putAll(session.jar());

        for (String origin : List.of("https://evil.example", "null")) {
            tokens.cookiesOnly()
                    .header("Origin", origin)
                    .post("/auth/sign-out")
                    .then()
                    .statusCode(403);
        }
        tokens.cookiesOnly().post("/auth/sign-out").then().statusCode(403);
        tokens.cookiesOnly()
                .header("Sec-Fetch-Site", "cross-site")
                .post("/auth/sign-out")
                .then()
                .statusCode(403);

        assertThat(session.callStatus()).isEqualTo(200);
    }

    @Test
    @Requirement("C-04")
    @DisplayName("the same cookie twice is no way out")
    void twiceTheSameIsRefusedHereToo() {
        for (String path : List.of("/auth/sign-in", "/auth/sign-out", "/auth/refresh", "/auth/not-me")) {
            given().header("Cookie", session.cookies() + "; " + session.cookies())
                    .header("Origin", Browser.ORIGIN)
                    .post(path)
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("invalid-request"));
        }
        assertThat(session.callStatus()).isEqualTo(200);
    }

    private static void assertInvalid(String path, String cookies) {
        given().header("Cookie", cookies).get(path).then().statusCode(400).body("code", equalTo("invalid-request"));
    }
}
