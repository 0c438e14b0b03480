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
import dev.latchkey.throttle.Attempts;
import dev.latchkey.throttle.DefaultBudgets;
import dev.latchkey.throttle.Guess;
import dev.latchkey.user.UserChange;
import dev.latchkey.user.Users;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.http.Header;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What budgets look like from outside. */
@QuarkusTest
@TestProfile(DefaultBudgets.class)
class BudgetsTest {

    @Inject
    TestClock clock;

    @Inject
    Users users;

    @Inject
    SessionRows rows;

    @Inject
    MeterRegistry metrics;

    @Inject
    Attempts attempts;

    private final TestUser user = TestUsers.user().create();

    @BeforeEach
    void begin() {
        rows.forgetBuckets();
    }

    @Test
    @Requirement({"T-06", "P-08", "P-09", "T-02"})
    @DisplayName(
            "unknown, wrong, disabled and no name at all: the same answer, byte by byte, at each step, and no hash for the refused")
    void everyAccountLooksTheSame() {
        TestUser disabled = TestUsers.user().create();
        users.change(disabled.id(), UserChange.disabled(true), UUID.randomUUID(), clock.instant());
        List<String> names = List.of(
                user.username(), TestUsers.unique(), disabled.username(), "not \u200B a name " + UUID.randomUUID());
        for (int step = 0; step < 8; step++) {
            double hashes = hashes();
            List<Response> replies =
                    names.stream().map(name -> attempt(name, wrong(), Map.of())).toList();
            int status = step < 5 ? 401 : 429;
            for (Response reply : replies) {
                assertThat(reply.statusCode()).isEqualTo(status);
                assertThat(withoutTrace(reply)).isEqualTo(withoutTrace(replies.get(0)));
                assertThat(headers(reply)).isEqualTo(headers(replies.get(0)));
            }
            assertThat(hashes() - hashes).isEqualTo(step < 5 ? names.size() : 0);
        }
        Response right = attempt(user.username(), TestUsers.PASSWORD, Map.of());
        right.then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", "60")
                .header("Cache-Control", "no-store")
                .body("code", equalTo("too-many-attempts"));
        assertThat(withoutTrace(right)).isEqualTo(withoutTrace(attempt(disabled.username(), wrong(), Map.of())));
    }

    @Test
    @Requirement("T-06")
    @DisplayName("who guesses right at a disabled account is not told by getting the guess back")
    void rightGuessAtADisabledAccountIsSpent() {
        users.change(user.id(), UserChange.disabled(true), UUID.randomUUID(), clock.instant());

        List<Integer> statuses = IntStream.range(0, 6)
                .mapToObj(i ->
                        attempt(user.username(), TestUsers.PASSWORD, Map.of()).statusCode())
                .toList();

        assertThat(statuses).containsExactly(401, 401, 401, 401, 401, 429);
    }

    @Test
    @Requirement({"P-15", "T-01"})
    @DisplayName("one bucket however the name is written")
    void spellingsShareABucket() {
        String name = user.username();
        List<String> spellings = List.of(
                name.toUpperCase(java.util.Locale.ROOT),
                name.replace("user", "ｕｓｅｒ"),
                name.replace("example", "EXAMPLE"),
                name.replace("u", "U"),
                name);
        spellings.forEach(spelling ->
                assertThat(attempt(spelling, wrong(), Map.of()).statusCode()).isEqualTo(401));

        spellings.forEach(spelling ->
                assertThat(attempt(spelling, wrong(), Map.of()).statusCode()).isEqualTo(429));
    }

    @Test
    @Requirement("T-03")
    @DisplayName("the device that was here before gets in while strangers are refused; another account's does not")
    void ownerGetsInByToken() {
        String device = signIn(Map.of()).device();
        String stranger = TestUsers.user().create().signIn().device();
        exhaust();

        assertThat(attempt(user.username(), TestUsers.PASSWORD, Map.of()).statusCode())
                .isEqualTo(429);
        assertThat(attempt(user.username(), TestUsers.PASSWORD, Map.of("device_token", stranger))
                        .statusCode())
                .isEqualTo(429);
        assertThat(attempt(user.username(), TestUsers.PASSWORD, Map.of("device_token", device + "x"))
                        .statusCode())
                .isEqualTo(429);

        assertThat(signIn(Map.of("device_token", device)).device()).isNotNull();
    }

    @Test
    @Requirement({"T-01", "T-03", "T-07"})
    @DisplayName(
            "a flood from one source: refusals cost no query, with a made-up device only the look-up; a known one gets in")
    void emptySource() {
        String device = signIn(Map.of()).device();
        String source = source();
        for (int i = 0; i < 100; i++) {
            attempts.evaluate(Guess.atNobody("nobody-" + i + source, source), () -> false);
        }
        double throttled = throttledSources();

        assertThat(statementsOfRefusals(source, Map.of())).contains(0L);
        assertThat(statementsOfRefusals(source, Map.of("device_token", "lkd_x")))
                .contains(2L);
        assertThat(throttledSources() - throttled).isEqualTo(2 * 50);
        attemptFrom(source, user.username(), TestUsers.PASSWORD, Map.of("device_token", device))
                .then()
                .statusCode(200);
    }

    /** Of the right password, fifty times: now and then a token is asked for. */
    private List<Long> statementsOfRefusals(String source, Map<String, String> more) {
        return IntStream.range(0, 50)
                .mapToObj(i -> {
                    long before = rows.statements();
                    attemptFrom(source, user.username(), TestUsers.PASSWORD, more)
                            .then()
                            .statusCode(429)
                            .header("Retry-After", "60");
                    return rows.statements() - before;
                })
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cookie", "session"})
    @Requirement({"T-03", "C-01", "C-02"})
    @DisplayName("a browser is known by its cookie, which outlives the session and which no script reads")
    void ownerGetsInByCookie(String transport) {
        Browser browser = Browser.signedIn(user, transport);
        assertThat(browser.signOut().statusCode()).isEqualTo(204);
        exhaust();

        Response strange = browserSignIn("latchkey_device=lkd_x", transport);
        Response known = browserSignIn("latchkey_device=" + browser.device(), transport);

        strange.then().statusCode(429);
        known.then().statusCode(200);
        assertThat(known.getBody().asString()).doesNotContain("device_token");
        assertThat(known.headers().getValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("latchkey_device="))
                .singleElement()
                .asString()
                .containsIgnoringCase("HttpOnly")
                .containsIgnoringCase("SameSite=Strict")
                .containsIgnoringCase("Path=/")
                .containsIgnoringCase("Max-Age=15552000");
    }

    @Test
    @Requirement("T-03")
    @DisplayName("a thief of the device's token has ten guesses, and none of the account's")
    void stolenDeviceTokenIsBounded() {
        Map<String, String> device = Map.of("device_token", signIn(Map.of()).device());

        List<Integer> statuses = IntStream.range(0, 11)
                .mapToObj(i -> attempt(user.username(), wrong(), device).statusCode())
                .toList();

        assertThat(statuses.subList(0, 10)).containsOnly(401);
        assertThat(statuses.get(10)).isEqualTo(429);
        assertThat(attempt(user.username(), TestUsers.PASSWORD, Map.of()).statusCode())
                .isEqualTo(200);
    }

    @Test
    @Requirement("T-03")
    @DisplayName(
            "in a live session the password can be said again while strangers are refused; a thief of it has ten guesses")
    void stepUpHasItsOwn() {
        Tokens tokens = signIn(Map.of());
        exhaust();
        Tokens after = stepUp(tokens, TestUsers.PASSWORD)
                .then()
                .statusCode(200)
                .extract()
                .as(Tokens.class);

        for (int i = 0; i < 10; i++) {
            stepUp(after, wrong()).then().statusCode(401);
        }

        stepUp(after, TestUsers.PASSWORD)
                .then()
                .statusCode(429)
                .header("Retry-After", "60")
                .body("code", equalTo("too-many-attempts"));
        assertThat(after.callStatus()).isEqualTo(200);
    }

    @Test
    @Requirement("P-14")
    @DisplayName("a wrong current password counts as a guess of the session's device")
    void changeOfThePasswordIsCounted() {
        Tokens tokens = signIn(Map.of());
        for (int i = 0; i < 10; i++) {
            changePassword(tokens).then().statusCode(403);
        }

        changePassword(tokens).then().statusCode(429).body("code", equalTo("too-many-attempts"));
    }

    private static Response changePassword(Tokens tokens) {
        return given().auth()
                .oauth2(tokens.access())
                .contentType(ContentType.JSON)
                .body(Map.of("current_password", wrong(), "new_password", "four other words entirely"))
                .put("/auth/password");
    }

    @Test
    @Requirement("P-02")
    @DisplayName("a password longer than any is wrong, and costs no hash")
    void tooLongCostsNoHash() {
        double hashes = hashes();

        Response reply = attempt(user.username(), "x".repeat(257), Map.of());

        assertThat(reply.statusCode()).isEqualTo(401);
        assertThat(hashes() - hashes).isZero();
    }

    @Test
    @Requirement({"T-04", "T-02"})
    @DisplayName("60 guesses at once: five hashes; right passwords at once: none is refused")
    void inParallel() throws Exception {
        double hashes = hashes();

        List<Response> guesses = inParallel(60, () -> attempt(user.username(), wrong(), Map.of()));

        assertThat(hashes() - hashes).isEqualTo(5);
        assertThat(guesses).extracting(Response::statusCode).containsOnly(401, 429);

        clock.advance(Duration.ofHours(1));
        List<Response> owners = inParallel(25, () -> attempt(user.username(), TestUsers.PASSWORD, Map.of()));
        assertThat(owners).extracting(Response::statusCode).containsOnly(200);
    }

    @Test
    @Requirement({"L-01", "L-04"})
    @DisplayName(
            "each checked failure is in the trail; a name of nobody by a keyed hash alone, the same for each attempt")
    void failuresAreAudited() {
        String typed = "hunter2-" + UUID.randomUUID();
        long random = user.id().getLeastSignificantBits();
        String source = "198.18." + (random >> 8 & 0xff) + "." + (random & 0xff);
        attemptFrom(source, typed, wrong(), Map.of());
        attemptFrom(source, typed.toUpperCase(java.util.Locale.ROOT), wrong(), Map.of());
        List<String> reasons = rows.auditReasonsFrom(source);
        IntStream.range(0, 9).forEach(i -> attempt(user.username(), wrong(), Map.of()));

        assertThat(reasons).hasSize(2);
        assertThat(reasons.get(0)).matches("unknown [0-9a-f]{16}").isEqualTo(reasons.get(1));
        assertThat(rows.auditOf(user.id()).split("authn_login_fail", -1)).hasSize(5 + 1);
        assertThat(rows.auditOf(user.id())).contains("excess_rate_limit_exceeded");
    }

    @Test
    @DisplayName("nothing is left of a user who is deleted")
    void deletedUserLeavesNothing() {
        long before = rows.accountsWithFailures();
        attempt(user.username(), wrong(), Map.of());
        assertThat(rows.accountsWithFailures() - before).isEqualTo(1);

        users.delete(user.id(), UUID.randomUUID(), clock.instant());

        assertThat(rows.accountsWithFailures()).isEqualTo(before);
    }

    private void exhaust() {
        for (int i = 0; i < 5; i++) {
            attempt(user.username(), wrong(), Map.of()).then().statusCode(401);
        }
        attempt(user.username(), wrong(), Map.of()).then().statusCode(429);
    }

    private Tokens signIn(Map<String, String> more) {
        return attempt(user.username(), TestUsers.PASSWORD, more)
                .then()
                .statusCode(200)
                .extract()
                .as(Tokens.class);
    }

    private static Response attempt(String username, String password, Map<String, String> more) {
        return attemptFrom(source(), username, password, more);
    }

    private static Response attemptFrom(String source, String username, String password, Map<String, String> more) {
        Map<String, String> body = new HashMap<>(more);
        body.put("username", username);
        body.put("password", password);
        return given().contentType(ContentType.JSON)
                .header("X-Forwarded-For", source)
                .body(body)
                .post("/auth/sign-in");
    }

    private Response browserSignIn(String cookie, String transport) {
        return given().contentType(ContentType.JSON)
                .header("Origin", Browser.ORIGIN)
                .header("Cookie", cookie)
                .header("X-Forwarded-For", source())
                .body(Map.of("username", user.username(), "password", TestUsers.PASSWORD, "transport", transport))
                .post("/auth/sign-in");
    }

    private static Response stepUp(Tokens tokens, String password) {
        return given().auth()
                .oauth2(tokens.access())
                .contentType(ContentType.JSON)
                .body(Map.of("password", password))
                .post("/auth/step-up");
    }

    private static List<Response> inParallel(int count, java.util.concurrent.Callable<Response> call) throws Exception {
        var pool = Executors.newFixedThreadPool(count);
        try {
            List<Future<Response>> replies =
                    IntStream.range(0, count).mapToObj(i -> pool.submit(call)).toList();
            List<Response> all = new java.util.ArrayList<>();
            for (Future<Response> reply : replies) {
                all.add(reply.get());
            }
            return all;
        } finally {
            pool.shutdownNow();
        }
    }

    private double throttledSources() {
        return metrics.counter(
                        "latchkey.throttle.attempts",
                        "authenticator",
                        "password",
                        "outcome",
                        "throttled",
                        "bucket",
                        "source")
                .count();
    }

    private double hashes() {
        return metrics.get("latchkey.hashing.hashes").counter().count();
    }

    private static String wrong() {
        return "wrong-" + UUID.randomUUID();
    }

    /** Another IPv6 network each time. */
    private static String source() {
        return "2001:db8:" + UUID.randomUUID().toString().substring(9, 18).replace('-', ':') + "::1";
    }

    private static String withoutTrace(Response reply) {
        return reply.asString().replaceAll("urn:latchkey:trace:[0-9a-f]{32}", "");
    }

    private static List<String> headers(Response reply) {
        return reply.headers().asList().stream()
                .filter(header -> !header.getName().equalsIgnoreCase("date"))
                .map(Header::toString)
                .toList();
    }
}
