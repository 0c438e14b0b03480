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
import dev.latchkey.session.Reauthentication;
import dev.latchkey.support.TestClock;
import dev.latchkey.user.UserChange;
import dev.latchkey.user.UserCredential;
import dev.latchkey.user.Users;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /auth/step-up}, and what asks for it. Standards S-03, S-06, M-11, M-12, L-04, P-08. */
@QuarkusTest
class StepUpTest {

    @Inject
    TestClock clock;

    @Inject
    SessionRows rows;

    @Inject
    Users users;

    @Inject
    SignInRecords records;

    private final TestUser user = TestUsers.user().create();

    @Test
    @Requirement({"M-12", "S-03"})
    @DisplayName("a new id, fresh authentication, and everything from before is dead at once")
    void bearerGetsANewSession() {
        Tokens before = user.signIn();
        clock.advance(Duration.ofMinutes(6));
        given().auth()
                .oauth2(before.access())
                .get("/samples/sensitive")
                .then()
                .statusCode(401)
                .body("code", equalTo("step-up-required"))
                .header(
                        "WWW-Authenticate",
                        "Bearer realm=\"latchkey\", error=\"insufficient_user_authentication\", max_age=300");

        Tokens after = stepUp(before, TestUsers.PASSWORD)
                .then()
                .statusCode(200)
                .extract()
                .as(Tokens.class);

        assertThat(after.session().id()).isNotEqualTo(before.session().id());
        assertThat(given().auth()
                        .oauth2(after.access())
                        .get("/samples/sensitive")
                        .statusCode())
                .isEqualTo(200);
        assertThat(before.callStatus()).isEqualTo(401);
        before.tryRefresh().then().statusCode(401).body("reason", equalTo("replaced"));
        assertThat(after.refreshed().callStatus()).isEqualTo(200);
        assertThat(rows.liveSessions(user.id())).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cookie", "session"})
    @Requirement({"C-06", "S-03"})
    @DisplayName("by cookie the answer is in cookies, with another CSRF token")
    void browsersGetNewCookies(String transport) {
        Browser browser = Browser.signedIn(user, transport);
        Browser thief = browser.copy();
        clock.advance(Duration.ofMinutes(6));
        assertThat(browser.get("/samples/sensitive").statusCode()).isEqualTo(401);

        Response reply = browser.stepUp(TestUsers.PASSWORD);

        reply.then().statusCode(200).header("Cache-Control", "no-store");
        assertThat(reply.jsonPath().getMap("$")).doesNotContainKeys("access_token", "refresh_token");
        assertThat(browser.get("/samples/sensitive").statusCode()).isEqualTo(200);
        assertThat(browser.csrfToken()).isNotEqualTo(thief.csrfToken());
        assertThat(browser.jar()).hasSameSizeAs(thief.jar());
        browser.jar().forEach((name, value) -> assertThat(value).isNotEqualTo(thief.cookie(name)));
        assertThat(thief.callStatus()).isEqualTo(401);
        browser.request().delete("/auth/sessions").then().statusCode(204);
    }

    @Test
    @Requirement("S-05")
    @DisplayName("the rest stays: device, start, absolute limit, remember_me")
    void theRestStays() {
        Browser browser = new Browser();
        browser.signIn(user, "cookie", true);
        JsonPath before = browser.get("/auth/sessions").jsonPath();
        clock.advance(Duration.ofMinutes(6));

        Response reply = browser.stepUp(TestUsers.PASSWORD);

        JsonPath after = browser.get("/auth/sessions").jsonPath();
        for (String member :
                List.of("device_name", "device_type", "ip", "created_at", "expires_at", "remember_me", "amr")) {
            assertThat(after.<Object>get("sessions[0]." + member))
                    .as(member)
                    .isEqualTo(before.<Object>get("sessions[0]." + member));
        }
        assertThat(after.getList("sessions")).hasSize(1);
        assertThat(after.getBoolean("sessions[0].current")).isTrue();
        assertThat(Instant.parse(after.getString("sessions[0].idle_expires_at")))
                .isEqualTo(clock.instant().plus(Duration.ofDays(7)));
        assertThat(reply.detailedCookie("latchkey_refresh").getMaxAge())
                .isEqualTo(Duration.ofDays(7).toSeconds());
    }

    @Test
    @Requirement("S-06")
    @DisplayName("remembering somebody does not spare them the demand")
    void rememberedSessionsMeetTheDemand() {
        Browser browser = new Browser();
        browser.signIn(user, "cookie", true);
        clock.advance(Duration.ofDays(3));
        browser.refresh().then().statusCode(200);
        assertThat(browser.callStatus()).isEqualTo(200);

        browser.get("/samples/sensitive").then().statusCode(401).body("code", equalTo("step-up-required"));
    }

    @Test
    @Requirement({"M-11", "R-08"})
    @DisplayName("amr, acr and auth_time go unchanged through a refresh")
    void refreshKeepsWhatWasProved() {
        Tokens first = user.signIn();
        JsonPath before = claims(first.access());
        clock.advance(Duration.ofMinutes(20));

        JsonPath after = claims(first.refreshed().access());

        assertThat(before.getList("amr")).containsExactly("pwd");
        for (String claim : List.of("amr", "acr", "auth_time", "sid", "sub")) {
            assertThat(after.<Object>get(claim)).as(claim).isEqualTo(before.<Object>get(claim));
        }
        assertThat(after.getLong("iat")).isGreaterThan(before.getLong("iat"));
    }

    @Test
    @Requirement("L-04")
    @DisplayName("a wrong password changes nothing and is on record, without what was typed")
    void wrongPasswordChangesNothing() {
        Browser browser = Browser.signedIn(user, "cookie");

        Response reply = browser.stepUp("hunter2-typed-by-mistake");

        reply.then().statusCode(401).body("code", equalTo("invalid-credentials"));
        assertThat(reply.headers().getValues("Set-Cookie")).isEmpty();
        assertThat(browser.callStatus()).isEqualTo(200);
        assertThat(rows.auditOf(user.id()))
                .contains("authn_login_fail", "step_up")
                .doesNotContain("hunter2");
        assertThat(rows.endReason(browser.sessionId())).isEqualTo("null");
    }

    @Test
    void onlyWhoIsSignedInCanStepUp() {
        given().contentType(ContentType.JSON)
                .body(Map.of("password", TestUsers.PASSWORD))
                .post("/auth/step-up")
                .then()
                .statusCode(401)
                .body("code", equalTo("authentication-required"));
        given().auth()
                .oauth2(user.signIn().access())
                .contentType(ContentType.JSON)
                .body(Map.of())
                .post("/auth/step-up")
                .then()
                .statusCode(400);
    }

    @Test
    @DisplayName("of many at once one replaces the session, the others are refused")
    void parallelStepUps() throws Exception {
        Tokens tokens = user.signIn();
        var pool = Executors.newFixedThreadPool(8);
        try {
            var statuses = IntStream.range(0, 8)
                    .mapToObj(i ->
                            pool.submit(() -> stepUp(tokens, TestUsers.PASSWORD).statusCode()))
                    .toList();
            int good = 0;
            for (var status : statuses) {
                assertThat(status.get()).isIn(200, 401);
                good += status.get() == 200 ? 1 : 0;
            }
            assertThat(good).isEqualTo(1);
        } finally {
            pool.shutdownNow();
        }
        assertThat(rows.liveSessions(user.id())).isEqualTo(1);
    }

    @Test
    @DisplayName("what ended or changed after the password was checked is not brought back")
    void changesInBetweenCount() {
        UserCredential checked = users.findCredential(user.id()).orElseThrow();
        Tokens ended = user.signIn();
        ended.signOut();
        assertThat(replace(ended.session().id(), checked)).isFalse();

        Tokens idle = user.signIn();
        clock.advance(Duration.ofMinutes(30));
        assertThat(replace(idle.session().id(), checked)).isFalse();

        UUID others = TestUsers.user().create().signIn().session().id();
        assertThat(replace(others, checked)).isFalse();
        assertThat(rows.endReason(others)).isEqualTo("null");

        Tokens live = user.signIn();
        users.change(user.id(), UserChange.disabled(true), UUID.randomUUID(), clock.instant());
        users.change(user.id(), UserChange.disabled(false), UUID.randomUUID(), clock.instant());
        assertThat(replace(live.session().id(), checked)).isFalse();
    }

    @Test
    @DisplayName("replaced sessions do not count against the limit")
    void limitIsNotReachedByStepUps() {
        Tokens first = user.signIn();
        clock.advance(Duration.ofSeconds(1));
        Tokens stepping = user.signIn();
        for (int i = 0; i < 25; i++) {
            stepping = stepUp(stepping, TestUsers.PASSWORD)
                    .then()
                    .statusCode(200)
                    .extract()
                    .as(Tokens.class);
        }
        assertThat(first.callStatus()).isEqualTo(200);
        assertThat(rows.liveSessions(user.id())).isEqualTo(2);
    }

    private boolean replace(UUID session, UserCredential checked) {
        return records.stepUp(
                        new Reauthentication(user.id(), session, checked.securityVersion(), List.of("pwd"), "aal1"),
                        null,
                        clock.instant())
                .isPresent();
    }

    private static Response stepUp(Tokens tokens, String password) {
        return given().auth()
                .oauth2(tokens.access())
                .contentType(ContentType.JSON)
                .body(Map.of("password", password))
                .post("/auth/step-up");
    }

    private static JsonPath claims(String accessToken) {
        return JsonPath.from(
                new String(Base64.getUrlDecoder().decode(accessToken.split("\\.", -1)[1]), StandardCharsets.UTF_8));
    }
}
