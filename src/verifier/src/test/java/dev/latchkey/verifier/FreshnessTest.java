package dev.latchkey.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FreshnessTest {

    // the origin of such a clock is anything, and it may wrap
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
    private final Freshness freshness = new Freshness(nanos::get, Duration.ofSeconds(30));

    @Test
    void staleUntilLoaded() {
        assertThat(freshness.isStale()).isTrue();
        assertThat(freshness.staleness()).isEmpty();
        assertThat(freshness.isLoaded()).isFalse();
    }

    @Test
    void countsFromWhatTheNodeKnewNotFromWhenItSpoke() {
        freshness.heard(Duration.ofSeconds(10));

        assertThat(freshness.staleness()).contains(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(20));
        assertThat(freshness.isStale()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(freshness.isStale()).isTrue();
    }

    @Test
    void olderWordDoesNotCount() {
        freshness.heard(Duration.ofSeconds(1));
        freshness.heard(Duration.ofSeconds(25));

        assertThat(freshness.staleness()).contains(Duration.ofSeconds(1));
    }

    @Test
    void deafNodeGrowsStaleHoweverOftenItSpeaks() {
        freshness.heard(Duration.ZERO);
        for (int age = 5; age <= 30; age += 5) {
            pass(Duration.ofSeconds(5));
            freshness.heard(Duration.ofSeconds(age));
            assertThat(freshness.isStale()).isFalse();
        }
        pass(Duration.ofSeconds(5));
        freshness.heard(Duration.ofSeconds(35));
        assertThat(freshness.isStale()).isTrue();

        freshness.heard(Duration.ofMillis(10));
        assertThat(freshness.isStale()).isFalse();
    }

    private void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }
}
