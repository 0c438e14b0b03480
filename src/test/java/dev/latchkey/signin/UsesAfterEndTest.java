package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Browser;
import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.support.LogRecords;
import dev.latchkey.support.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A genuine token that comes after the end of its session is an event of the log. */
@QuarkusTest
@Requirement("L-01")
class UsesAfterEndTest {

    private static final String COOKIE = "latchkey_session";
    private static final Duration IDLE = Duration.ofMinutes(30);

    @Inject
    TestClock clock;

    @Inject
    MeterRegistry metrics;

    private final TestUser user = TestUsers.user().create();

    @Test
    void refreshWhenSignedOutThenEvent() {
        Tokens tokens = user.signIn();
        tokens.signOut();
        double before = counted("signed_out");

        try (LogRecords log = LogRecords.open()) {
            String instance =
                    tokens.tryRefresh().then().statusCode(401).extract().path("instance");

            assertThat(events(log, tokens.session().id()))
                    .containsExactly("dev.latchkey.session.UsesAfterEnd: event=session_use_after_expire session="
                            + tokens.session().id() + " reason=signed_out ip=127.0.0.1 trace="
                            + instance.substring(instance.lastIndexOf(':') + 1));
        }
        assertThat(counted("signed_out")).isEqualTo(before + 1);
    }

    @Test
    void refreshWhenIdleThenEvent() {
        Tokens tokens = user.signIn();
        clock.advance(IDLE);

        try (LogRecords log = LogRecords.open()) {
            tokens.tryRefresh().then().statusCode(401);

            assertThat(events(log, tokens.session().id()))
                    .singleElement()
                    .asString()
                    .contains("reason=idle_timeout");
        }
    }

    @Test
    void cookieWhenIdleThenEventIfItIsTheSessions() {
        Browser browser = Browser.signedIn(user, "session");
        String cookie = browser.cookie(COOKIE);
        clock.advance(IDLE);

        try (LogRecords log = LogRecords.open()) {
            call(cookie.substring(0, 40) + "A".repeat(28)).then().statusCode(401);
            assertThat(events(log, browser.sessionId())).isEmpty();

            call(cookie).then().statusCode(401);
            assertThat(events(log, browser.sessionId()))
                    .singleElement()
                    .asString()
                    .contains("reason=idle_timeout");
        }
    }

    private static Response call(String cookie) {
        return given().cookie(COOKIE, cookie).get("/samples/user");
    }

    private static List<String> events(LogRecords log, UUID session) {
        return log.messages().stream()
                .filter(message -> message.contains("session_use_after_expire session=" + session))
                .toList();
    }

    private double counted(String reason) {
        return metrics.get("latchkey.sessions.used.after.end")
                .tag("reason", reason)
                .counter()
                .count();
    }
}
