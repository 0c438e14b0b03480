package dev.latchkey.key;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** What is measured about keys. No key is named: their number would grow with time. */
@Singleton
class KeyMetrics {

    private final MeterRegistry registry;
    private final Counter rotations;

    KeyMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.rotations = Counter.builder("latchkey.signing.key.rotations")
                .description("Signing keys that this node put in the place of another")
                .register(registry);
    }

    void watch(SigningKeys keys, Clock clock) {
        Gauge.builder("latchkey.signing.key.age", keys, it -> age(it, clock))
                .description("For how long the signing key has signed")
                .baseUnit("seconds")
                .register(registry);
        for (KeyState state : KeyState.values()) {
            if (state != KeyState.REMOVED) {
                Gauge.builder(
                                "latchkey.signing.keys",
                                keys,
                                it -> it.stored().stream()
                                        .filter(key -> key.is(state))
                                        .count())
                        .description("Signing keys that this node holds")
                        .tag("state", state.code())
                        .register(registry);
            }
        }
    }

    void rotated() {
        rotations.increment();
    }

    private static double age(SigningKeys keys, Clock clock) {
        return keys.stored().stream()
                .filter(key -> key.is(KeyState.SIGNING))
                .mapToDouble(key ->
                        Duration.between(key.signsFrom(), clock.instant()).toMillis() / 1e3)
                .findFirst()
                .orElse(Double.NaN);
    }
}
