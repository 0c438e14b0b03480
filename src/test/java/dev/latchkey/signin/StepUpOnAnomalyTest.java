package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Browser;
import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.session.RegionFile;
import dev.latchkey.support.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session that is used from elsewhere, where that asks for a new proof. Standards S-16. */
@QuarkusTest
@TestProfile(StepUpOnAnomalyTest.WithRegions.class)
@Requirement("S-16")
class StepUpOnAnomalyTest {

    private static final String GERMAN = "192.0.2.1";
    private static final String FRENCH = "198.51.100.1";

    /** The tests are their own proxy, and so come from where they like. */
    public static class WithRegions implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Path file = new RegionFile()
                    .with("192.0.2.0/24", "DE")
                    .with("2001:db8:1::/48", "DE")
                    .with("198.51.100.0/24", "FR")
                    .write(Path.of("target/latchkey-test/regions.mmdb"));
            return Map.of(
                    "latchkey.session.on-anomaly", "step-up",
                    "latchkey.session.region-database", file.toString(),
                    "latchkey.trusted-proxies", "127.0.0.0/8");
        }
    }

    @Inject
    SessionRows rows;

    @Inject
    TestClock clock;

    @Inject
    DatabaseAccounts accounts;

    private final TestUser user = TestUsers.user().create();

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.77", "2001:db8:1::77", "203.0.113.7"})
    @DisplayName("another address, of the same country or of none known, is no news and costs nothing")
    void anotherAddressIsNothing(String address) {
        Tokens tokens = signIn();
        accounts.reset();

        Tokens moved = refreshed(tokens, address);

        assertThat(accounts.callsOf("%")).isEqualTo(1);
        assertThat(rows.auditReasons(tokens.session().id())).isEmpty();
        assertThat(sensitive(moved).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("another country: an event, and sensitive calls ask for a proof until there is one")
    void anotherCountryAsksForAProof() {
        Tokens tokens = signIn();

        Tokens moved = refreshed(tokens, FRENCH);

        assertThat(rows.auditReasons(tokens.session().id())).containsExactly("region");
        assertThat(moved.callStatus()).isEqualTo(200);
        sensitive(moved)
                .then()
                .statusCode(401)
                .body("code", equalTo("step-up-required"))
                .body("acr_values", equalTo("aal1"))
                .header("WWW-Authenticate", containsString("acr_values=\"aal1\""));
        Tokens later = refreshed(moved, FRENCH);
        assertThat(sensitive(later).statusCode()).isEqualTo(401);

        Tokens proven = stepUp(later);

        assertThat(sensitive(proven).statusCode()).isEqualTo(200);
        assertThat(sensitive(refreshed(proven, FRENCH)).statusCode()).isEqualTo(200);
        assertThat(rows.auditReasons(proven.session().id())).containsExactly("step_up");
    }

    @Test
    @DisplayName("back and forth are two changes, and going back does not end the doubt")
    void goingBackDoesNotHelp() {
        Tokens tokens = signIn();

        Tokens back = refreshed(refreshed(tokens, FRENCH), GERMAN);

        assertThat(rows.auditReasons(tokens.session().id())).containsExactly("region", "region");
        assertThat(sensitive(back).statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("device and country at once are two events")
    void deviceAndCountry() {
        Tokens tokens = signIn();

        refresh(tokens, Map.of("X-Forwarded-For", FRENCH, "User-Agent", "curl/8.5.0"))
                .then()
                .statusCode(200);

        assertThat(rows.auditReasons(tokens.session().id())).containsExactlyInAnyOrder("device", "region");
    }

    @Test
    @DisplayName("the repetition of a refresh from another device gets no better a token")
    void raceGetsNoBetterToken() {
        Tokens tokens = signIn();
        refreshed(tokens, FRENCH);

        assertThat(sensitive(refreshed(tokens, FRENCH)).statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("a session cookie: already the call that is noticed, and all after it")
    void sessionCookie() {
        Browser browser = Browser.signedIn(user, "session");
        clock.advance(Duration.ofSeconds(61));

        for (int call = 0; call < 2; call++) {
            browser.request()
                    .header("User-Agent", "curl/8.5.0")
                    .get("/samples/sensitive")
                    .then()
                    .statusCode(401)
                    .body("code", equalTo("step-up-required"));
        }
        assertThat(rows.auditReasons(browser.sessionId())).containsExactly("device");

        browser.stepUp(TestUsers.PASSWORD).then().statusCode(200);
        assertThat(browser.get("/samples/sensitive").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("a session cookie is looked at each time, also right after its owner used it")
    void sessionCookieAtOnce() {
        Browser browser = Browser.signedIn(user, "session");
        assertThat(browser.get("/samples/sensitive").statusCode()).isEqualTo(200);

        browser.request()
                .header("User-Agent", "curl/8.5.0")
                .get("/samples/sensitive")
                .then()
                .statusCode(401)
                .body("acr_values", equalTo("aal1"));
    }

    @Test
    @DisplayName("an administrator in doubt changes nothing that would outlive the session")
    void administratorInDoubt() {
        Tokens tokens = TestUsers.user().withRole("admin").create().signIn(Map.of(), Map.of("X-Forwarded-For", GERMAN));
        Tokens moved = refreshed(tokens, FRENCH);
        assertThat(given().auth().oauth2(moved.access()).get("/admin/keys").statusCode())
                .isEqualTo(200);

        given().auth()
                .oauth2(moved.access())
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/admin/keys/rotate")
                .then()
                .statusCode(401)
                .body("acr_values", equalTo("aal1"));
        given().auth()
                .oauth2(moved.access())
                .contentType(ContentType.JSON)
                .body(Map.of("username", TestUsers.unique() + "@example.com", "roles", List.of("user", "admin")))
                .post("/admin/users")
                .then()
                .statusCode(401)
                .body("code", equalTo("step-up-required"))
                .header("WWW-Authenticate", containsString("acr_values=\"aal1\""));
        given().auth()
                .oauth2(stepUp(moved).access())
                .contentType(ContentType.JSON)
                .body(Map.of("username", TestUsers.unique() + "@example.com"))
                .post("/admin/users")
                .then()
                .statusCode(201);
    }

    private Tokens signIn() {
        return user.signIn(Map.of(), Map.of("X-Forwarded-For", GERMAN));
    }

    private static Tokens stepUp(Tokens tokens) {
        return given().auth()
                .oauth2(tokens.access())
                .contentType(ContentType.JSON)
                .body(Map.of("password", TestUsers.PASSWORD))
                .post("/auth/step-up")
                .then()
                .statusCode(200)
                .extract()
                .as(Tokens.class);
    }

    private static Response sensitive(Tokens tokens) {
        return given().auth().oauth2(tokens.access()).get("/samples/sensitive");
    }

    private static Tokens refreshed(Tokens tokens, String address) {
        return refresh(tokens, Map.of("X-Forwarded-For", address))
                .then()
                .statusCode(200)
                .extract()
                .as(Tokens.class);
    }

    private static Response refresh(Tokens tokens, Map<String, String> headers) {
        return given().headers(headers)
                .contentType(ContentType.JSON)
                .body(Map.of("refresh_token", tokens.refresh()))
                .post("/auth/refresh");
    }
}
