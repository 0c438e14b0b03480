package dev.latchkey.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.support.ConfigReader;
import dev.latchkey.support.MonotonicClock;
import dev.latchkey.support.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Requirement("T-05")
class SourceLimitsTest {

    @Inject
    Buckets buckets;

    @Inject
    KeyedDigests digests;

    @Inject
    TestClock clock;

    private final String source =
            "2001:db8:" + UUID.randomUUID().toString().substring(9, 18).replace('-', ':') + "::1";

    /** Begins just before the counter of nanoseconds turns over, which it may. */
    private long nanos = Long.MAX_VALUE - 1;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    @DisplayName("in memory: the burst, then one for each refill, to the nanosecond; never more than the burst")
    void inMemory() {
        SourceLimits limits = limits(Map.of("latchkey.throttle.csrf", "3/PT10S"));
        assertThat(passed(limits, SourceLimits.Call.CSRF, 10)).isEqualTo(3);

        nanos += TimeUnit.SECONDS.toNanos(10) - 1;
        assertThat(passed(limits, SourceLimits.Call.CSRF, 10)).isZero();
        nanos++;
        assertThat(passed(limits, SourceLimits.Call.CSRF, 10)).isEqualTo(1);

        nanos += TimeUnit.DAYS.toNanos(1);
        assertThat(passed(limits, SourceLimits.Call.CSRF, 10)).isEqualTo(3);
        assertThat(passed(limits, SourceLimits.Call.REFRESH, 10)).isEqualTo(10);
        assertThat(metrics.get("latchkey.throttle.calls.refused")
                        .tag("call", "csrf")
                        .counter()
                        .count())
                .isEqualTo(7 + 10 + 9 + 7);
    }

    @Test
    @DisplayName("sign-ups are counted by all nodes together")
    void shared() {
        SourceLimits one = limits(Map.of("latchkey.throttle.sign-up", "3/PT10S"));
        SourceLimits two = limits(Map.of("latchkey.throttle.sign-up", "3/PT10S"));

        assertThat(passed(one, SourceLimits.Call.SIGN_UP, 2) + passed(two, SourceLimits.Call.SIGN_UP, 2))
                .isEqualTo(3);
    }

    @Test
    void offIsOff() {
        SourceLimits limits = limits(Map.of("latchkey.throttle.enabled", "false", "latchkey.throttle.csrf", "1/PT10S"));

        assertThat(passed(limits, SourceLimits.Call.CSRF, 10)).isEqualTo(10);
    }

    private SourceLimits limits(Map<String, String> settings) {
        MonotonicClock moved = new MonotonicClock() {
            @Override
            public long nanos() {
                return nanos;
            }
        };
        return new SourceLimits(
                ConfigReader.read(ThrottleConfig.class, settings), buckets, digests, metrics, clock, moved);
    }

    private long passed(SourceLimits limits, SourceLimits.Call call, int calls) {
        return IntStream.range(0, calls)
                .filter(i -> {
                    try {
                        limits.spend(call, source);
                        return true;
                    } catch (ProblemException e) {
                        return false;
                    }
                })
                .count();
    }
}
