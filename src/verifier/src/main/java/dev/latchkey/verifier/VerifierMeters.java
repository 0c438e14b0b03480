package dev.latchkey.verifier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * The verifier's figures for Micrometer, by the names that they have in Latchkey itself. Quarkus binds it by itself when it has
 * Micrometer; a runtime without Micrometer leaves this class out.
 */
@Dependent
class VerifierMeters implements MeterBinder {

    private static final Duration[] BUCKETS = Stream.of(
                    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Verifier verifier;

    @Inject
    VerifierMeters(Verifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Timer timer = Timer.builder("latchkey.time.to.deny")
                .description("From a revocation to this service's knowing it")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        verifier.timeToDeny().listen(timer::record);
        Gauge.builder("latchkey.revocation.entries", verifier, Verifier::size)
                .description("Entries of the revocation list in memory")
                .strongReference(true)
                .register(registry);
        Gauge.builder("latchkey.revocation.staleness", verifier, Verifier::stalenessSeconds)
                .description("How old the revocation list may be")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }
}
