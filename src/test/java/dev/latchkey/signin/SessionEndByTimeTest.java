package dev.latchkey.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;

import dev.latchkey.Requirement;
import dev.latchkey.Tokens;
import dev.latchkey.session.EndReason;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The same table: what ends by itself. */
@QuarkusTest
class SessionEndByTimeTest extends SessionEnds {

    @Test
    @Requirement("S-04")
    void idleTimeout() {
        Tokens tokens = user.signIn();

        clock.advance(Duration.ofMinutes(30));

        assertEnded(EndReason.IDLE_TIMEOUT, tokens);
    }

    @Test
    @Requirement({"S-05", "R-05"})
    void absoluteTimeout() {
        Tokens tokens = user.signIn();

        for (int i = 0; i < 29; i++) {
            clock.advance(Duration.ofMinutes(25));
            tokens = i == 28 ? tokens : tokens.refreshed();
        }

        assertEnded(EndReason.EXPIRED, tokens);
    }

    @Test
    @Requirement("S-12")
    void capacity() {
        Tokens oldest = user.signIn();
        clock.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 19; i++) {
            user.signIn();
        }
        assertThat(oldest.callStatus()).isEqualTo(200);

        Tokens newest = user.signIn();

        assertThat(oldest.callStatus()).isEqualTo(401);
        assertThat(rise(EndReason.CAPACITY)).isEqualTo(1);
        assertSays(oldest, EndReason.CAPACITY);
        history(newest).body("history.end_reason", contains("capacity"));
    }
}
