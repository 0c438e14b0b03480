package dev.latchkey.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.support.MonotonicClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Requirement({"T-01", "T-07"})
class EmptySourcesTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** The counter of nanoseconds turns over meanwhile, which it may. */
    private long nanos = Long.MAX_VALUE - 1;

    private final EmptySources sources = new EmptySources(new MonotonicClock() {
        @Override
        public long nanos() {
            return nanos;
        }
    });

    @Test
    @DisplayName("a source that was empty is for a quarter of a second, all of its network; no other is")
    void rememberedForAMoment() {
        sources.note("2001:db8:0:1::1", MINUTE);

        nanos += TimeUnit.MILLISECONDS.toNanos(250) - 1;
        assertThat(sources.delay("2001:db8:0:1::2")).contains(MINUTE);
        assertThat(sources.delay("2001:db8:0:2::1")).isEmpty();
        assertThat(sources.delay(null)).isEmpty();

        nanos++;
        assertThat(sources.delay("2001:db8:0:1::1")).isEmpty();
    }

    @Test
    @DisplayName("a source that has a token sooner than that is asked again")
    void shortDelayIsNotRemembered() {
        sources.note("192.0.2.1", Duration.ofMillis(250));

        assertThat(sources.delay("192.0.2.1")).isEmpty();
    }
}
