package dev.latchkey.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Requirement("V-04")
class BackoffTest {

    private static final long LASTING = Duration.ofMillis(500).toNanos();

    private final Backoff backoff = new Backoff();

    @Test
    @DisplayName(
            "a connection that lasted is followed by another at once; then, and if there was none, it takes longer each time")
    void atOnceThenEverLonger() {
        assertThat(millis(7)).containsExactly(100L, 200L, 400L, 800L, 1600L, 2000L, 2000L);

        backoff.connected(Long.MAX_VALUE);

        assertThat(backoff.failed(Long.MAX_VALUE + LASTING)).isZero();
        assertThat(millis(2)).containsExactly(100L, 200L);
    }

    @Test
    @DisplayName("connections that are lost as soon as they are made do not make a node spin")
    void shortConnectionsDoNotCount() {
        for (long expected : new long[] {100, 200, 400}) {
            backoff.connected(0);
            assertThat(backoff.failed(LASTING - 1)).isEqualTo(Duration.ofMillis(expected));
        }
    }

    private Stream<Long> millis(int attempts) {
        return Stream.generate(() -> backoff.failed(0).toMillis()).limit(attempts);
    }
}
