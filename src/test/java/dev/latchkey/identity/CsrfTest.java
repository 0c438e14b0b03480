package dev.latchkey.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Browser;
import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.support.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that another page made the browser send. Standards C-06 to C-09. */
@QuarkusTest
@TestProfile(CsrfTest.OneOriginAllowed.class)
class CsrfTest {

    private static final String EVIL = "https://evil.example";
    private static final String ALLOWED = "https://app.example.org";

    public static class OneOriginAllowed implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("latchkey.cors.origins", ALLOWED);
        }
    }

    /** Unsafe calls; {@code token} says whether the second line applies. */
    private enum Call {
        SIGN_OUT("POST", "/auth/sign-out", "", true),
        REFRESH("POST", "/auth/refresh", "", true),
        STEP_UP("POST", "/auth/step-up", "{\"password\":\"" + TestUsers.PASSWORD + "\"}", true),
        END_OTHERS("DELETE", "/auth/sessions?scope=others", "", true),
        END_ALL("DELETE", "/auth/sessions?scope=all", "", true),
        RENAME("PATCH", "/auth/me", "{\"name\":\"Mallory\"}", true),
        NOWHERE("PUT", "/nowhere", "{}", true),
        SIGN_IN(
                "POST",
                "/auth/sign-in",
                "{\"username\":\"nobody\",\"password\":\"x\",\"transport\":\"cookie\"}",
                false),
        SIGN_UP("POST", "/auth/sign-up", "{\"email\":\"e@example.com\",\"password\":\"x\"}", false);

        private final String method;
        private final String path;
        private final String body;
        private final boolean token;

        Call(String method, String path, String body, boolean token) {
            this.method = method;
            this.path = path;
            this.body = body;
            this.token = token;
        }

        Response send(RequestSpecification request) {
            return (body == null
                            ? request
                            : request.contentType(ContentType.JSON).body(body))
                    .request(method, path);
        }
    }

    @Inject
    SessionRows rows;

    @Inject
    TestClock clock;

    private final TestUser user = TestUsers.user().create();

    /** Headers, and the part that fails: standards C-07. */
    private static Stream<Arguments> provenances() {
        return Stream.of(
                        ", origin",
                        "Sec-Fetch-Site=same-origin, ",
                        "Sec-Fetch-Site=none, ",
                        "Sec-Fetch-Site=cross-site, fetch-site",
                        "Sec-Fetch-Site=same-site, fetch-site",
                        "Sec-Fetch-Site=Same-Origin, fetch-site",
                        "Sec-Fetch-Site=, fetch-site",
                        "Sec-Fetch-Site=same-origin|Sec-Fetch-Site=cross-site, fetch-site",
                        "Sec-Fetch-Site=cross-site|Origin=" + EVIL + ", fetch-site",
                        "Sec-Fetch-Site=cross-site|Origin=null, fetch-site",
                        "Sec-Fetch-Site=cross-site|Origin=" + ALLOWED + ", ",
                        "Sec-Fetch-Site=same-site|Origin=" + Browser.ORIGIN + ", ",
                        "Origin=" + Browser.ORIGIN + ", ",
                        "Origin=" + ALLOWED + ", ",
                        "Origin=" + EVIL + ", origin",
                        "Origin=null, origin",
                        "Origin=" + Browser.ORIGIN + ".evil.example, origin",
                        "Origin=https://localhost:8080, origin",
                        "Origin=http://localhost, origin",
                        "Origin=" + ALLOWED + ":8443, origin",
                        "Origin=" + Browser.ORIGIN + "|Origin=" + EVIL + ", origin",
                        "Referer=" + Browser.ORIGIN + "/page?x=1, ",
                        "Referer=" + EVIL + "/" + Browser.ORIGIN + "/, origin",
                        "Referer=not a url, origin",
                        "Origin=" + EVIL + "|Referer=" + Browser.ORIGIN + "/, origin")
                .map(row -> row.split(", ", -1))
                .flatMap(row -> Arrays.stream(Call.values()).map(call -> Arguments.of(call, row[0], row[1])));
    }

    @ParameterizedTest
    @MethodSource("provenances")
    @Requirement({"C-07", "C-08"})
    @DisplayName("the first line, for every call")
    void firstLine(Call call, String headers, String part) {
        for (String transport : List.of("cookie", "session")) {
            Browser browser = Browser.signedIn(user, transport);
            RequestSpecification request = browser.cookiesOnly().header("X-CSRF-Token", browser.csrfToken());

            Response reply = call.send(with(request, headers));

            if (part.isEmpty()) {
                assertThat(reply.statusCode()).isNotEqualTo(403);
            } else {
                assertRefused(reply, part);
                assertUnchanged(browser);
            }
        }
    }

    @Nested
    @Requirement("C-06")
    @DisplayName("the second line")
    class SecondLine {

        private static Stream<Arguments> calls() {
            return Arrays.stream(Call.values())
                    .filter(call -> call.token)
                    .flatMap(call -> Stream.of(Arguments.of(call, "cookie"), Arguments.of(call, "session")));
        }

        @ParameterizedTest
        @MethodSource("calls")
        @DisplayName(
                "no token, another session's, one from before, in a cookie, twice, the id itself: refused, nothing changes")
        void wrongTokensAreRefused(Call call, String transport) {
            Browser before = Browser.signedIn(user, transport);
            String old = before.csrfToken();
            Browser browser = before.copy();
            browser.signIn(user, transport, false).then().statusCode(200);
            Browser other = Browser.signedIn(TestUsers.user().create(), transport);
            String own = browser.csrfToken();

            assertRefused(call.send(fromOwnPage(browser)), "token");
            for (String token :
                    List.of("", old, other.csrfToken(), browser.sessionId().toString(), own + "A", own.substring(1))) {
                assertRefused(call.send(fromOwnPage(browser).header("X-CSRF-Token", token)), "token");
            }
            assertRefused(call.send(fromOwnPage(browser).header("X-CSRF-Token", own, old)), "token");
            assertRefused(
                    call.send(given().noContentType()
                            .header("Origin", Browser.ORIGIN)
                            .header("Cookie", browser.cookies() + "; X-CSRF-Token=" + own)),
                    "token");
            assertUnchanged(browser);
            assertThat(call.send(fromOwnPage(browser).header("X-CSRF-Token", own))
                            .statusCode())
                    .isNotEqualTo(403);
        }

        @ParameterizedTest
        @ValueSource(strings = {"latchkey_access", "latchkey_refresh"})
        void eachCookieAloneAsksForTheToken(String name) {
            Browser browser = Browser.signedIn(user, "cookie");
            clock.advance(Duration.ofMinutes(16));
            browser.jar().keySet().retainAll(List.of(name));

            assertRefused(Call.SIGN_OUT.send(fromOwnPage(browser)), "token");
            assertUnchanged(browser);
        }

        @Test
        @DisplayName("of cookies that name two sessions no token is right")
        void cookiesOfTwoSessions() {
            Browser one = Browser.signedIn(user, "cookie");
            Browser two = Browser.signedIn(user, "cookie");
            one.jar().put("latchkey_refresh", two.cookie("latchkey_refresh"));

            for (String token : List.of(one.csrfToken(), two.csrfToken())) {
                assertRefused(Call.SIGN_OUT.send(fromOwnPage(one).header("X-CSRF-Token", token)), "token");
            }
            assertUnchanged(two);
        }

        @ParameterizedTest
        @CsvSource({
            "latchkey_refresh=garbage,401,invalid-refresh-token",
            "latchkey_access=x.y.z,401,invalid-refresh-token",
            "latchkey_session=garbage,401,invalid-refresh-token"
        })
        void cookiesThatNameNothingNeedNone(String cookie, int status, String code) {
            given().noContentType()
                    .header("Origin", Browser.ORIGIN)
                    .header("Cookie", cookie)
                    .post("/auth/refresh")
                    .then()
                    .statusCode(status)
                    .body("code", equalTo(code));
        }

        @Test
        @DisplayName("cookies of a session long gone do not keep anybody from signing in")
        void signInNeedsNoToken() {
            Browser browser = Browser.signedIn(user, "cookie");

            fromOwnPage(browser)
                    .contentType(ContentType.JSON)
                    .body(Map.of("username", user.username(), "password", TestUsers.PASSWORD, "transport", "cookie"))
                    .post("/auth/sign-in")
                    .then()
                    .statusCode(200);
        }

        private RequestSpecification fromOwnPage(Browser browser) {
            return browser.cookiesOnly().header("Origin", Browser.ORIGIN);
        }
    }

    @Nested
    @DisplayName("requests without cookies")
    class WithoutCookies {

        @Test
        void programsMaySignInByBodyAndNotByCookie() {
            assertThat(signIn(given(), "body").statusCode()).isEqualTo(200);
            for (String transport : List.of("cookie", "session")) {
                Response reply = signIn(given(), transport);
                assertRefused(reply, "origin");
                assertThat(reply.headers().getValues("Set-Cookie")).isEmpty();
            }
        }

        @Test
        @Requirement("C-08")
        @DisplayName("no page elsewhere may sign anybody in, even without cookies")
        void pagesElsewhereMayNot() {
            assertRefused(signIn(given().header("Sec-Fetch-Site", "cross-site"), "body"), "fetch-site");
            assertRefused(signIn(given().header("Origin", EVIL), "body"), "origin");
            assertThat(signIn(given().header("Origin", ALLOWED), "cookie").statusCode())
                    .isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"})
        @Requirement({"C-08", "C-09"})
        @DisplayName("what a form can send is 403 from elsewhere and 415 from here")
        void formsAreRefused(String type) {
            for (String path : List.of("/auth/sign-in", "/auth/sign-up", "/auth/sign-out", "/auth/refresh")) {
                assertRefused(form(type).header("Sec-Fetch-Site", "cross-site").post(path), "fetch-site");
                form(type)
                        .header("Sec-Fetch-Site", "same-origin")
                        .post(path)
                        .then()
                        .statusCode(415);
            }
        }

        private static RequestSpecification form(String type) {
            RequestSpecification request = given().header("Content-Type", type);
            return type.endsWith("urlencoded")
                    ? request.formParam("username", "a")
                    : request.body("{\"username\":\"a\"}".getBytes(StandardCharsets.UTF_8));
        }

        @Test
        @DisplayName("an Authorization header is not sent by itself")
        void bearerTokensAreExempt() {
            given().auth()
                    .oauth2(user.signIn().access())
                    .header("Sec-Fetch-Site", "cross-site")
                    .delete("/auth/sessions")
                    .then()
                    .statusCode(204);
        }

        private Response signIn(RequestSpecification request, String transport) {
            return request.contentType(ContentType.JSON)
                    .body(Map.of("username", user.username(), "password", TestUsers.PASSWORD, "transport", transport))
                    .post("/auth/sign-in");
        }
    }

    @Nested
    @DisplayName("GET /auth/csrf")
    class Again {

        @ParameterizedTest
        @CsvSource({"cookie,latchkey_refresh", "session,latchkey_session"})
        void aReloadedPageGetsItsTokenAgain(String transport, String cookie) {
            Browser browser = Browser.signedIn(user, transport);
            browser.jar().keySet().retainAll(List.of(cookie));

            for (String site : List.of("same-origin", "none")) {
                browser.cookiesOnly()
                        .header("Sec-Fetch-Site", site)
                        .get("/auth/csrf")
                        .then()
                        .statusCode(200)
                        .header("Cache-Control", "no-store")
                        .body("csrf_token", equalTo(browser.csrfToken()));
            }
            browser.cookiesOnly().get("/auth/csrf").then().statusCode(200);
            browser.request().get("/auth/csrf").then().statusCode(200);
        }

        @ParameterizedTest
        @CsvSource({
            "Sec-Fetch-Site=cross-site,fetch-site",
            "Sec-Fetch-Site=same-site,fetch-site",
            "Sec-Fetch-Site=cross-site|Origin=" + ALLOWED + ",fetch-site",
            "Sec-Fetch-Site=cross-site|Origin=" + Browser.ORIGIN + ",fetch-site",
            "Origin=" + ALLOWED + ",origin",
            "Origin=" + EVIL + ",origin",
            "Origin=null,origin",
            "Sec-Fetch-Site=same-origin|Origin=" + EVIL + ",origin"
        })
        @DisplayName("no other origin may read it, also none that CORS allows")
        void nobodyElseMayReadIt(String headers, String part) {
            Browser browser = Browser.signedIn(user, "cookie");

            assertRefused(with(browser.cookiesOnly(), headers).get("/auth/csrf"), part);
        }

        @Test
        void whoeverIsNotSignedInGetsNone() {
            Browser accessOnly = Browser.signedIn(user, "cookie");
            accessOnly.jar().remove("latchkey_refresh");
            Browser garbage = new Browser();
            garbage.jar().put("latchkey_refresh", "lkr_garbage");
            garbage.jar().put("latchkey_access", "garbage");

            for (Browser browser : List.of(new Browser(), accessOnly, garbage)) {
                browser.get("/auth/csrf")
                        .then()
                        .statusCode(401)
                        .header("Cache-Control", "no-store")
                        .body("code", equalTo("authentication-required"));
            }
            given().auth()
                    .oauth2(user.signIn().access())
                    .get("/auth/csrf")
                    .then()
                    .statusCode(401);
        }

        @ParameterizedTest
        @ValueSource(strings = {"cookie", "session"})
        @DisplayName("a page whose session is over can still learn why and clear its cookies")
        void aPageWhoseSessionIsOverCanSignOut(String transport) {
            Browser ended = Browser.signedIn(user, transport);
            ended.copy().signOut();
            Browser idle = Browser.signedIn(user, transport);
            clock.advance(Duration.ofMinutes(30));

            for (Browser browser : List.of(ended, idle)) {
                browser.get("/auth/csrf").then().statusCode(200).body("csrf_token", equalTo(browser.csrfToken()));
                browser.signOut().then().statusCode(204);
                assertThat(browser.jar()).isEmpty();
            }
        }

        @Test
        void theTokenStaysTheSameWhenTheSessionIsRefreshed() {
            Browser browser = Browser.signedIn(user, "cookie");
            String token = browser.csrfToken();

            browser.refresh();

            assertThat(browser.csrfToken()).isEqualTo(token);
        }
    }

    private static RequestSpecification with(RequestSpecification request, String headers) {
        for (String header : headers.split("\\|", -1)) {
            if (!header.isEmpty()) {
                String[] pair = header.split("=", 2);
                request.header(pair[0], pair[1]);
            }
        }
        return request;
    }

    private static void assertRefused(Response reply, String part) {
        reply.then().statusCode(403).body("code", equalTo("csrf-refused")).body("part", equalTo(part));
        assertThat(reply.headers().getValues("Set-Cookie")).isEmpty();
    }

    private void assertUnchanged(Browser browser) {
        assertThat(rows.endReason(browser.sessionId())).isEqualTo("null");
        assertThat(rows.generation(browser.sessionId())).isZero();
    }
}
