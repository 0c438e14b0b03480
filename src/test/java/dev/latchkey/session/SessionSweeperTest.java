package dev.latchkey.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.support.MonotonicClock;
import dev.latchkey.support.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.ref.Reference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A whole run. Standard G-07. */
@Requirement("G-07")
@QuarkusTest
class SessionSweeperTest {

    @Inject
    SessionSweep sweep;

    @Inject
    TestClock clock;

    @Inject
    SessionRows rows;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TestUser user = TestUsers.user().create();

    @Test
    void runEndsAndDeletesWhatIsOver() {
        Tokens old = user.signIn();
        old.signOut();
        clock.advance(Duration.ofDays(30));
        Tokens idle = user.signIn();
        clock.advance(Duration.ofMinutes(30));

        sweeper().run();

        assertThat(rows.exists(old.session().id())).isFalse();
        assertThat(rows.endReason(idle.session().id())).isEqualTo("idle_timeout");
    }

    @Test
    void runWhenStoppingThenLeavesTheRestToOthers() {
        Tokens idle = user.signIn();
        clock.advance(Duration.ofMinutes(30));
        SessionSweeper sweeper = sweeper();

        sweeper.onStop(new ShutdownEvent());
        sweeper.run();

        assertThat(rows.endReason(idle.session().id())).isEqualTo("null");
    }

    @Test
    void runWhenItWasTheFirstThenThereAreNumbers() {
        SessionSweeper sweeper = sweeper();
        try {
            assertThat(gauge("latchkey.sessions.live")).isNaN();
            assertThat(gauge("latchkey.sessions.waiting")).isNaN();
            user.signIn();

            while (Double.isNaN(gauge("latchkey.sessions.swept.timestamp"))) {
                sweeper.run();
            }

            assertThat(gauge("latchkey.sessions.live")).isPositive();
            assertThat(gauge("latchkey.sessions.waiting")).isNotNegative();
        } finally {
            // gauges hold it weakly
            Reference.reachabilityFence(sweeper);
        }
    }

    private SessionSweeper sweeper() {
        return new SessionSweeper(sweep, clock, new MonotonicClock(), registry);
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }
}
