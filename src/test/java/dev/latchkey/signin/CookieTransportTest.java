package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Browser;
import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.support.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens in cookies. Standards C-01 to C-05, C-10, R-02, R-03, R-11, S-02, S-03, S-06, S-07. */
@QuarkusTest
class CookieTransportTest {

    private static final String ACCESS = "latchkey_access";
    private static final String REFRESH = "latchkey_refresh";
    private static final String DEVICE = "latchkey_device";
    private static final String SESSION = "latchkey_session";

    @Inject
    TestClock clock;

    @Inject
    SessionRows rows;

    private final TestUser user = TestUsers.user().create();

    @Nested
    @DisplayName("sign-in")
    class SignIn {

        @Test
        @Requirement({"C-01", "C-02", "C-05", "R-11", "S-06"})
        @DisplayName("no token in the body, no script reads the cookies, nothing outlives the browser")
        void cookiesCarryTheTokens() {
            Response reply = new Browser().signIn(user, "cookie", false);

            reply.then().statusCode(200).header("Cache-Control", "no-store");
            assertThat(reply.jsonPath().getMap("$"))
                    .containsOnlyKeys("token_type", "expires_in", "refresh_expires_in", "csrf_token", "session");
            assertThat(reply.headers().getValues("Set-Cookie"))
                    .filteredOn(cookie -> !cookie.startsWith(DEVICE))
                    .hasSize(2)
                    .allSatisfy(cookie -> assertThat(cookie.split(";", 2)[1].replace(" ", ""))
                            .isEqualTo("Version=1;Path=/;HttpOnly;SameSite=Strict"));
            assertThat(reply.cookies()).containsOnlyKeys(ACCESS, REFRESH, DEVICE);
            assertThat(reply.cookie(REFRESH)).startsWith("lkr_");
        }

        @Test
        @Requirement({"C-03", "S-06"})
        @DisplayName("remembered cookies live exactly as long as what they carry")
        void rememberedCookiesLiveAsLongAsTheirTokens() {
            Response tokens = new Browser().signIn(user, "cookie", true);
            Response session = new Browser().signIn(user, "session", true);

            assertThat(tokens.detailedCookie(ACCESS).getMaxAge()).isBetween(899L, 900L);
            assertThat(tokens.detailedCookie(REFRESH).getMaxAge())
                    .isBetween(
                            Duration.ofDays(7).toSeconds() - 1,
                            Duration.ofDays(7).toSeconds());
            assertThat(session.detailedCookie(SESSION).getMaxAge())
                    .isBetween(
                            Duration.ofDays(30).toSeconds() - 1,
                            Duration.ofDays(30).toSeconds());
        }

        @Test
        @Requirement({"C-02", "S-01"})
        @DisplayName("the session cookie is opaque and Lax")
        void sessionCookieIsOpaque() {
            Response reply = new Browser().signIn(user, "session", false);

            assertThat(reply.jsonPath().getMap("$")).containsOnlyKeys("csrf_token", "session");
            assertThat(reply.headers().getValues("Set-Cookie"))
                    .filteredOn(cookie -> !cookie.startsWith(DEVICE))
                    .singleElement()
                    .asString()
                    .matches("latchkey_session=lks_[\\w-]{64};Version=1;Path=/;HttpOnly;SameSite=Lax");
        }

        @Test
        void unknownTransportIsRefused() {
            new Browser().signIn(user, "header", false).then().statusCode(400).body("code", equalTo("invalid-request"));
        }

        @Test
        @Requirement("S-02")
        @DisplayName("a cookie that was there before is not adopted")
        void presetCookieIsNotAdopted() {
            String preset = "lks_" + "A".repeat(64);
            Response reply = given().contentType(ContentType.JSON)
                    .header("Origin", Browser.ORIGIN)
                    .header("Cookie", SESSION + "=" + preset)
                    .body(Map.of("username", user.username(), "password", TestUsers.PASSWORD, "transport", "session"))
                    .post("/auth/sign-in");

            assertThat(reply.cookie(SESSION)).isNotEqualTo(preset);
            assertThat(reply.jsonPath().getString("session.id")).isNotEqualTo(new UUID(0, 0).toString());
        }

        @ParameterizedTest
        @CsvSource({"cookie,session", "session,cookie", "cookie,cookie", "session,session"})
        @Requirement("S-03")
        @DisplayName("whatever the browser was signed in to before is over, and its cookies are gone")
        void signingInReplacesWhatTheBrowserHeld(String before, String after) {
            Browser browser = Browser.signedIn(user, before);
            Browser thief = browser.copy();

            browser.signIn(user, after, false).then().statusCode(200);

            assertThat(thief.callStatus()).isEqualTo(401);
            assertThat(rows.endReason(thief.sessionId())).isEqualTo("replaced");
            assertThat(browser.callStatus()).isEqualTo(200);
            assertThat(browser.jar().keySet())
                    .isEqualTo(after.equals("session") ? java.util.Set.of(SESSION) : java.util.Set.of(ACCESS, REFRESH));
        }

        @Test
        void failedSignInLeavesTheBrowserAsItIs() {
            Browser browser = Browser.signedIn(user, "cookie");

            Response reply = browser.request()
                    .contentType(ContentType.JSON)
                    .body(Map.of("username", user.username(), "password", "wrong", "transport", "cookie"))
                    .post("/auth/sign-in");

            reply.then().statusCode(401);
            assertThat(reply.headers().getValues("Set-Cookie")).isEmpty();
            assertThat(browser.callStatus()).isEqualTo(200);
        }
    }

    @Nested
    @DisplayName("refresh")
    class Refresh {

        @Test
        @Requirement({"R-02", "R-11"})
        @DisplayName("rotates without a body")
        void cookieIsExchanged() {
            Browser browser = Browser.signedIn(user, "cookie");
            String before = browser.cookie(REFRESH);
            clock.advance(Duration.ofMinutes(16));
            assertThat(browser.callStatus()).isEqualTo(401);

            Response reply = browser.refresh();

            reply.then().statusCode(200).header("Cache-Control", "no-store");
            assertThat(reply.jsonPath().getMap("$")).doesNotContainKeys("access_token", "refresh_token");
            assertThat(browser.cookie(REFRESH)).isNotEqualTo(before);
            assertThat(browser.callStatus()).isEqualTo(200);
        }

        @Test
        void emptyObjectIsAsGoodAsNoBody() {
            Browser browser = Browser.signedIn(user, "cookie");

            browser.request()
                    .contentType(ContentType.JSON)
                    .body("{}")
                    .post("/auth/refresh")
                    .then()
                    .statusCode(200);
        }

        @Test
        @DisplayName("the loser of a race gets the winner's cookie, and nobody's is cleared")
        void raceYieldsTheSameCookies() {
            Browser one = Browser.signedIn(user, "cookie");
            Browser other = one.copy();

            one.refresh().then().statusCode(200);
            other.refresh().then().statusCode(200);

            assertThat(other.cookie(REFRESH)).isEqualTo(one.cookie(REFRESH));
        }

        @Test
        @Requirement("R-03")
        @DisplayName("an old cookie ends the session; a refusal clears nothing")
        void oldCookieEndsTheSession() {
            Browser browser = Browser.signedIn(user, "cookie");
            Browser thief = browser.copy();
            browser.refresh();
            browser.refresh();

            Response reply = thief.refresh();

            reply.then().statusCode(401).body("reason", equalTo("reuse_detected"));
            assertThat(reply.headers().getValues("Set-Cookie")).isEmpty();
            assertThat(browser.callStatus()).isEqualTo(401);
        }

        @Test
        void nothingToExchangeThen401() {
            given().noContentType()
                    .post("/auth/refresh")
                    .then()
                    .statusCode(401)
                    .body("code", equalTo("invalid-refresh-token"));
        }

        @Test
        @Requirement("R-06")
        @DisplayName("a cookie's token in a body is refused and ends nothing")
        void tokenOfACookieInABody() {
            Browser browser = Browser.signedIn(user, "cookie");

            inBody(browser.cookie(REFRESH)).then().statusCode(401).body("code", equalTo("invalid-refresh-token"));

            assertThat(browser.callStatus()).isEqualTo(200);
            browser.refresh().then().statusCode(200);
            inBody(browser.cookie(REFRESH)).then().statusCode(401).body("code", equalTo("invalid-refresh-token"));
            assertThat(browser.callStatus()).isEqualTo(200);
        }

        @Test
        @Requirement("R-06")
        @DisplayName("a body's token in a cookie is refused and ends nothing, whatever its generation")
        void tokenOfABodyInACookie() {
            Tokens first = user.signIn();
            Tokens third = first.refreshed().refreshed();
            Browser other = Browser.signedIn(user, "cookie");
            for (String token : List.of(third.refresh(), first.refresh())) {
                String csrf = csrfTokenOf(third);
                given().noContentType()
                        .header("Origin", Browser.ORIGIN)
                        .header("Cookie", REFRESH + "=" + token)
                        .header("X-CSRF-Token", csrf)
                        .post("/auth/refresh")
                        .then()
                        .statusCode(401)
                        .body("code", equalTo("invalid-refresh-token"));
            }
            assertThat(third.callStatus()).isEqualTo(200);
            third.refreshed();
            assertThat(other.callStatus()).isEqualTo(200);
        }

        @Test
        @Requirement("C-10")
        @DisplayName("a token in the body beside cookies is refused")
        void tokenInBothPlaces() {
            Browser browser = Browser.signedIn(user, "cookie");

            browser.request()
                    .contentType(ContentType.JSON)
                    .body(Map.of("refresh_token", user.signIn().refresh()))
                    .post("/auth/refresh")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("invalid-request"));
        }

        private String csrfTokenOf(Tokens tokens) {
            return io.quarkus.arc.Arc.container()
                    .instance(dev.latchkey.identity.CsrfTokens.class)
                    .get()
                    .of(tokens.session().id());
        }

        private Response inBody(String token) {
            return given().contentType(ContentType.JSON)
                    .body(Map.of("refresh_token", token))
                    .post("/auth/refresh");
        }
    }

    @Nested
    @DisplayName("sign-out")
    class SignOut {

        @ParameterizedTest
        @ValueSource(strings = {"cookie", "session"})
        @Requirement({"C-05", "S-07"})
        @DisplayName("everything is refused afterwards, the jar is empty, repeating is no error")
        void everythingEnds(String transport) {
            Browser browser = Browser.signedIn(user, transport);
            Browser thief = browser.copy();

            Response reply = browser.signOut();

            reply.then().statusCode(204);
            assertThat(browser.jar()).isEmpty();
            String sameSite = transport.equals("session") ? "Lax" : "Strict";
            assertThat(reply.headers().getValues("Set-Cookie"))
                    .isNotEmpty()
                    .allSatisfy(cookie -> assertThat(cookie)
                            .containsIgnoringCase("Max-Age=0")
                            .contains("Path=/", "HttpOnly", "SameSite=" + sameSite));
            assertThat(thief.callStatus()).isEqualTo(401);
            assertThat(rows.endReason(thief.sessionId())).isEqualTo("signed_out");
            thief.signOut().then().statusCode(204);
            browser.signOut().then().statusCode(204);
        }

        @Test
        void expiredAccessCookieAloneIsEnough() {
            Browser browser = Browser.signedIn(user, "cookie");
            browser.jar().remove(REFRESH);
            clock.advance(Duration.ofMinutes(16));

            browser.signOut().then().statusCode(204);

            assertThat(rows.endReason(browser.sessionId())).isEqualTo("signed_out");
            assertThat(browser.jar()).isEmpty();
        }

        @Test
        @Requirement("S-09")
        @DisplayName("the id of a session is no proof")
        void idWithoutTheSecretEndsNothing() {
            Browser browser = Browser.signedIn(user, "session");
            Browser forger = browser.copy();
            String cookie = browser.cookie(SESSION);
            forger.jar().put(SESSION, cookie.substring(0, cookie.length() - 42) + "A".repeat(42));

            forger.signOut().then().statusCode(204);

            assertThat(browser.callStatus()).isEqualTo(200);
        }

        @Test
        void cookiesThatMeanNothingAreClearedToo() {
            Response reply = given().noContentType()
                    .header("Origin", Browser.ORIGIN)
                    .header("Cookie", ACCESS + "=stale; " + REFRESH + "=stale")
                    .post("/auth/sign-out");

            reply.then().statusCode(204);
            for (Cookie cookie : reply.detailedCookies()) {
                assertThat(cookie.getMaxAge()).isZero();
            }
            assertThat(reply.cookies()).containsOnlyKeys(ACCESS, REFRESH);
        }
    }
}
