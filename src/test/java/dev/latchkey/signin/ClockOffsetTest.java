package dev.latchkey.signin;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.support.LogRecords;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tests' clock stands still while the database's goes on, so a bound of nearly nothing is soon exceeded. */
@QuarkusTest
@TestProfile(ClockOffsetTest.NarrowBound.class)
class ClockOffsetTest {

    @Test
    @DisplayName("a node whose clock is not to be trusted does not refresh, and says that it will pass")
    void refreshWhenClockIsOutOfBoundThen503() {
        Tokens tokens = TestUsers.user().create().signIn();

        tokens.tryRefresh()
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("unavailable"));
    }

    @Test
    @DisplayName("and sweeps nothing, without a word of an error")
    void sweepWhenClockIsOutOfBoundThenNothing() {
        try (LogRecords log = LogRecords.open()) {
            await().during(Duration.ofSeconds(1))
                    .until(() -> log.messages().stream().noneMatch(line -> line.contains("clock is not right")));
        }
    }

    public static class NarrowBound implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("latchkey.clock.max-offset", "PT0.001S", "latchkey.session.sweep-every", "0.1s");
        }
    }
}
