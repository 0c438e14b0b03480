package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Browser;
import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.support.TestClock;
import dev.latchkey.user.UserChange;
import dev.latchkey.user.Users;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Session-based authentication by one opaque cookie. Standards S-01, S-02, S-04, S-05, S-08, S-10, S-14, E-07. */
@QuarkusTest
class SessionTransportTest {

    private static final String COOKIE = "latchkey_session";

    @Inject
    TestClock clock;

    @Inject
    SessionRows rows;

    @Inject
    DatabaseAccounts accounts;

    @Inject
    Users users;

    private final TestUser user = TestUsers.user().create();
    private Browser browser;

    @BeforeEach
    void signIn() {
        // tokens have whole seconds, and other tests stop the clock between two
        Instant now = clock.instant();
        clock.advance(Duration.between(now, now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1)));
        browser = Browser.signedIn(user, "session");
    }

    @Test
    @Requirement("S-01")
    @DisplayName("the row holds a digest of 256 random bits")
    void secretIsStoredAsDigest() throws Exception {
        byte[] value = Base64.getUrlDecoder().decode(browser.cookie(COOKIE).substring(4));
        byte[] secret = Arrays.copyOfRange(value, 16, 48);

        assertThat(value).hasSize(48);
        assertThat(rows.refreshHash(browser.sessionId()))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(secret)));
        assertThat(rows.asText(browser.sessionId()))
                .doesNotContain(HexFormat.of().formatHex(secret));
    }

    @Test
    @Requirement("A-03")
    @DisplayName("@RolesAllowed, @Claim and JsonWebToken see what an access token would say")
    void applicationsSeeNoDifference() {
        JsonPath who =
                browser.get("/samples/whoami").then().statusCode(200).extract().jsonPath();

        assertThat(who.getString("subject")).isEqualTo(user.id().toString());
        assertThat(who.getString("username")).isEqualTo(user.username());
        assertThat(who.getList("groups")).hasToString("[user]");
        assertThat(who.getString("session_id")).isEqualTo(browser.sessionId().toString());
        assertThat(who.getString("acr")).isEqualTo("aal1");
        assertThat(who.getString("issued_at")).isEqualTo(clock.instant().toString());
        assertThat(Instant.parse(who.getString("expires_at")))
                .isEqualTo(clock.instant().plus(Duration.ofMinutes(30)));
        assertThat(browser.get("/auth/sessions").jsonPath().getList("sessions.current"))
                .containsExactly(true);
        assertThat(browser.get("/samples/sensitive").statusCode()).isEqualTo(200);
        assertThat(browser.get("/auth/me").jsonPath().getString("username")).isEqualTo(user.username());
    }

    @Test
    @DisplayName("one query by primary key, and no write, per call")
    void oneQueryPerCall() {
        accounts.reset();

        browser.callStatus();

        assertThat(accounts.callsOf("select %")).isEqualTo(1);
        assertThat(accounts.callsOf("update %")).isZero();
    }

    @Test
    @DisplayName("what is not of the form, or known to have ended, costs no query")
    void malformedOrEndedCostsNoQuery() {
        String good = browser.cookie(COOKIE);
        Browser ended = browser.copy();
        browser.signOut().then().statusCode(204);
        accounts.reset();

        for (String value : List.of(
                "",
                "lks_",
                "x" + good,
                good + "A",
                good.substring(0, 67),
                "lkr_" + good.substring(4),
                "lks_" + "*".repeat(64),
                "lks_" + "A".repeat(62) + "==",
                "lks_" + "A".repeat(63) + "=",
                "lks_" + "=".repeat(64))) {
            call(value).then().statusCode(401).body("code", equalTo("invalid-token"));
        }
        assertThat(ended.callStatus()).isEqualTo(401);

        assertThat(accounts.callsOf("select %")).isZero();
    }

    @Test
    @Requirement({"S-02", "S-09"})
    @DisplayName("an unknown id, or the id of a session without its secret, is not good")
    void idsAreNotEnough() {
        byte[] own = Base64.getUrlDecoder().decode(browser.cookie(COOKIE).substring(4));
        byte[] otherSecret = own.clone();
        otherSecret[47] ^= 1;
        byte[] otherId = own.clone();
        otherId[15] ^= 1;
        UUID cookieSession = Browser.signedIn(user, "cookie").sessionId();
        byte[] otherTransport = own.clone();
        java.nio.ByteBuffer.wrap(otherTransport)
                .putLong(cookieSession.getMostSignificantBits())
                .putLong(cookieSession.getLeastSignificantBits());

        for (byte[] value : List.of(otherSecret, otherId, otherTransport)) {
            call("lks_" + Base64.getUrlEncoder().withoutPadding().encodeToString(value))
                    .then()
                    .statusCode(401);
        }
        assertThat(browser.callStatus()).isEqualTo(200);
    }

    @Test
    @Requirement("S-02")
    @DisplayName("never from the URL, a header, or as a bearer token")
    void onlyAsACookie() {
        String value = browser.cookie(COOKIE);

        assertThat(given().queryParam(COOKIE, value).get("/samples/user").statusCode())
                .isEqualTo(401);
        assertThat(given().get("/samples/user;" + COOKIE + "=" + value).statusCode())
                .isIn(401, 404);
        assertThat(given().header(COOKIE, value).get("/samples/user").statusCode())
                .isEqualTo(401);
        assertThat(given().auth().oauth2(value).get("/samples/user").statusCode())
                .isEqualTo(401);
    }

    @Test
    @Requirement("S-04")
    @DisplayName("the idle limit, to the microsecond, though the cookie is still there")
    void idleLimitIsOurs() {
        clock.advance(Duration.ofMinutes(30).minusNanos(1_000));
        assertThat(browser.callStatus()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(30).minusNanos(1_000));
        assertThat(browser.callStatus()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(30));
        assertThat(browser.callStatus()).isEqualTo(401);
        clock.advance(Duration.ofNanos(2_000));
    }

    @Test
    @Requirement("S-05")
    @DisplayName("use does not move the absolute limit")
    void absoluteLimitStands() {
        for (int minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
            clock.advance(Duration.ofMinutes(20));
            assertThat(browser.callStatus()).isEqualTo(200);
        }
        clock.advance(Duration.ofMinutes(20).minusNanos(1_000));
        assertThat(browser.callStatus()).isEqualTo(200);
        clock.advance(Duration.ofNanos(1_000));
        assertThat(browser.callStatus()).isEqualTo(401);
    }

    @Test
    @DisplayName("being used is written once a minute, however many calls there are at once")
    void useIsWrittenOnceAMinute() throws Exception {
        String before = rows.asText(browser.sessionId());
        clock.advance(Duration.ofSeconds(59));
        browser.callStatus();
        assertThat(rows.asText(browser.sessionId())).isEqualTo(before);

        clock.advance(Duration.ofSeconds(1));
        accounts.reset();
        var pool = Executors.newFixedThreadPool(10);
        try {
            for (var status : IntStream.range(0, 20)
                    .mapToObj(i -> pool.submit(browser::callStatus))
                    .toList()) {
                assertThat(status.get()).isEqualTo(200);
            }
        } finally {
            pool.shutdownNow();
        }
        String after = rows.asText(browser.sessionId());
        assertThat(after).isNotEqualTo(before);
        browser.callStatus();
        assertThat(rows.asText(browser.sessionId())).isEqualTo(after);
        assertThat(Instant.parse(browser.get("/auth/sessions").jsonPath().getString("sessions[0].last_seen_at")))
                .isEqualTo(clock.instant());
    }

    @Test
    @Requirement("S-14")
    @DisplayName("a new role counts at once; S-10: so does disabling")
    @SuppressWarnings("NullOptional") // stays as it is
    void userIsReadEachTime() {
        assertThat(browser.get("/samples/admin").statusCode()).isEqualTo(403);

        users.change(user.id(), new UserChange(null, List.of("admin"), null), UUID.randomUUID(), clock.instant());
        assertThat(browser.get("/samples/admin").statusCode()).isEqualTo(200);

        TestUsers.user().withRole("admin").create();
        users.change(user.id(), UserChange.disabled(true), UUID.randomUUID(), clock.instant());
        assertThat(browser.callStatus()).isEqualTo(401);
    }

    @Test
    @Requirement("S-08")
    @DisplayName("ended from another device")
    void endedElsewhere() {
        Browser other = Browser.signedIn(user, "session");

        other.request().delete("/auth/sessions/" + browser.sessionId()).then().statusCode(204);

        assertThat(browser.callStatus()).isEqualTo(401);
        assertThat(other.callStatus()).isEqualTo(200);
    }

    @Test
    @DisplayName("no limit of a session used for days leaves its end unrevoked")
    void endIsRevokedThoughTheSessionIsOld() {
        clock.advance(Duration.ofMinutes(25));
        assertThat(browser.callStatus()).isEqualTo(200);
        Browser copy = browser.copy();
        browser.signOut();
        accounts.reset();

        assertThat(copy.callStatus()).isEqualTo(401);
        assertThat(accounts.callsOf("select %")).isZero();
    }

    @Test
    @Requirement("S-10")
    @DisplayName("of a disabled user it is good for signing out, and for nothing else")
    void cookieOfADisabledUser() {
        rows.setDisabled(user.id(), true);

        assertThat(browser.callStatus()).isEqualTo(401);
        browser.signOut().then().statusCode(204);

        assertThat(rows.endReason(browser.sessionId())).isEqualTo("signed_out");
    }

    @Test
    void thereIsNothingToRefresh() {
        browser.refresh().then().statusCode(401).body("code", equalTo("invalid-refresh-token"));
        assertThat(browser.callStatus()).isEqualTo(200);
    }

    private static Response call(String value) {
        return given().header("Cookie", COOKIE + "=" + value).get("/samples/user");
    }
}
