package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AuditOutage;
import dev.latchkey.Browser;
import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.support.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session that is used by another kind of device. Standards S-16. */
@QuarkusTest
@Requirement("S-16")
class AnomalyTest {

    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final String NEWER_FIREFOX =
            "Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0";
    private static final String CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36"
            + " (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

    @Inject
    SessionRows rows;

    @Inject
    TestClock clock;

    @Inject
    MeterRegistry metrics;

    @Inject
    DataSource database;

    private final TestUser user = TestUsers.user().create();

    @Test
    @DisplayName("the session goes on under its name, and one event tells of it")
    void anotherDeviceIsAnEvent() {
        Tokens tokens = user.signInWith(FIREFOX);
        double before = counted();

        Tokens moved = refreshed(tokens, Map.of("User-Agent", CHROME, "Accept-Language", "ru"));

        assertThat(rows.auditReasons(tokens.session().id())).containsExactly("device");
        assertThat(counted()).isEqualTo(before + 1);
        Response devices = given().auth().oauth2(moved.access()).get("/auth/sessions");
        assertThat(devices.jsonPath().getString("sessions[0].device_name")).isEqualTo("Firefox on Linux");
        Response whoami = given().auth().oauth2(moved.access()).get("/samples/whoami");
        assertThat(whoami.jsonPath().getString("acr")).isEqualTo("aal1");

        refreshed(moved, Map.of("User-Agent", CHROME));
        assertThat(rows.auditReasons(tokens.session().id())).hasSize(1);
    }

    @Test
    @DisplayName("a new version of the browser is the same device")
    void updateOfTheBrowserIsNone() {
        Tokens tokens = user.signInWith(FIREFOX);

        refreshed(tokens, Map.of("User-Agent", NEWER_FIREFOX, "Accept-Language", "ru"));

        assertThat(rows.auditReasons(tokens.session().id())).isEmpty();
    }

    @Test
    @DisplayName("a header that is gone, or nonsense, is another device, and no error")
    void headersThatSayNothing() {
        Tokens tokens = user.signInWith(FIREFOX);

        Tokens silent = refreshed(tokens, Map.of("User-Agent", " "));
        assertThat(rows.auditReasons(tokens.session().id())).hasSize(1);
        Tokens still = refreshed(silent, Map.of("User-Agent", "\u0001".repeat(3000)));
        assertThat(rows.auditReasons(tokens.session().id())).hasSize(1);
        refreshed(still, Map.of("User-Agent", FIREFOX));
        assertThat(rows.auditReasons(tokens.session().id())).hasSize(2);
    }

    @Test
    @DisplayName("of two refreshes at once one rotates, and one tells of the change")
    void parallelRefreshesAreOneEvent() throws Exception {
        for (int round = 0; round < 5; round++) {
            Tokens tokens = user.signInWith(FIREFOX);

            List<Integer> statuses = atOnce(
                    4, () -> refresh(tokens, Map.of("User-Agent", CHROME)).statusCode());

            assertThat(statuses).containsOnly(200);
            assertThat(rows.auditReasons(tokens.session().id())).containsExactly("device");
        }
    }

    @Test
    @DisplayName("whoever gets the same successor again is looked at too")
    void raceFromAnotherDeviceIsAnEvent() {
        Tokens tokens = user.signInWith(FIREFOX);
        refreshed(tokens, Map.of("User-Agent", FIREFOX));

        refreshed(tokens, Map.of("User-Agent", CHROME));

        assertThat(rows.auditReasons(tokens.session().id())).containsExactly("device");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cookie", "session"})
    @DisplayName("cookies: at the refresh, or at the first use after a minute")
    void stolenCookies(String transport) {
        Browser browser = Browser.signedIn(user, transport);
        clock.advance(Duration.ofSeconds(61));

        for (int call = 0; call < 2; call++) {
            RequestSpecification elsewhere = browser.request().header("User-Agent", CHROME);
            Response reply =
                    transport.equals("cookie") ? elsewhere.post("/auth/refresh") : elsewhere.get("/samples/user");
            assertThat(reply.statusCode()).isEqualTo(200);
        }

        assertThat(rows.auditReasons(browser.sessionId())).containsExactly("device");
    }

    @Test
    @DisplayName("while the event cannot be written nobody gets a token, and the repetition is noticed")
    void nothingGoesUnnoticed() throws SQLException {
        Tokens tokens = user.signInWith(FIREFOX);
        new AuditOutage(database).during(tokens.session().id(), () -> {
            for (int attempt = 0; attempt < 2; attempt++) {
                refresh(tokens, Map.of("User-Agent", CHROME)).then().statusCode(503);
            }
        });

        Tokens next = refreshed(tokens, Map.of("User-Agent", CHROME));

        assertThat(rows.auditReasons(tokens.session().id())).containsExactly("device");
        refreshed(next, Map.of("User-Agent", CHROME));
        assertThat(rows.auditReasons(tokens.session().id())).hasSize(1);
    }

    private double counted() {
        return metrics.get("latchkey.anomalies").tag("kind", "device").counter().count();
    }

    private static Tokens refreshed(Tokens tokens, Map<String, String> headers) {
        return refresh(tokens, headers).then().statusCode(200).extract().as(Tokens.class);
    }

    private static Response refresh(Tokens tokens, Map<String, String> headers) {
        return given().headers(headers)
                .contentType(ContentType.JSON)
                .body(Map.of("refresh_token", tokens.refresh()))
                .post("/auth/refresh");
    }

    private static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
        var pool = Executors.newFixedThreadPool(times);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<T>> answers = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                answers.add(pool.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> answer : answers) {
                results.add(answer.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
