package dev.latchkey.revocation;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.Stream;

/** What is measured about the list. */
@Singleton
class RevocationMetrics {

    private static final Duration[] BUCKETS = Stream.of(
                    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Timer timeToDeny;

    RevocationMetrics(MeterRegistry registry, RevocationList list, Freshness freshness) {
        timeToDeny = Timer.builder("latchkey.time.to.deny")
                .description("From a revocation on another node to this node's knowing it, by the database's clock")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        Gauge.builder("latchkey.revocation.entries", list, RevocationList::size)
                .description("Entries of the revocation list in memory")
                .register(registry);
        Gauge.builder("latchkey.revocation.staleness", freshness, RevocationMetrics::staleness)
                .description("Time since the revocation list was last known to be current")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("latchkey.clock.offset", freshness, it -> seconds(it.offset()))
                .description("The database's clock minus this node's")
                .baseUnit("seconds")
                .register(registry);
    }

    /** @param delay negative when the clocks differ by more than the delay, which then counts as none */
    void learned(Duration delay) {
        timeToDeny.record(delay.isNegative() ? Duration.ZERO : delay);
    }

    private static double staleness(Freshness freshness) {
        return freshness.staleness().map(RevocationMetrics::seconds).orElse(Double.NaN);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
