package dev.latchkey.verifier;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How old the list may be at most, by a clock that is never set. A node that has lost its database goes on sending; so what counts is
 * not when it last spoke but how old, by its own word, that was which it knew.
 */
final class Freshness {

    private static final long NEVER = Long.MIN_VALUE;

    private final LongSupplier nanoTime;
    private final long origin;
    private final long maxStalenessNanos;

    /** Monotonic time since {@link #origin} at which the list was certainly complete. */
    private final AtomicLong currentAt = new AtomicLong(NEVER);

    Freshness(LongSupplier nanoTime, Duration maxStaleness) {
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
        this.maxStalenessNanos = maxStaleness.toNanos();
    }

    /** The list was complete as of {@code age} ago. An older word than one had before does not count. */
    void heard(Duration age) {
        long at = elapsed() - age.toNanos();
        currentAt.accumulateAndGet(at, Math::max);
    }

    boolean isLoaded() {
        return currentAt.get() != NEVER;
    }

    /** Asked on every request with a token; a list that was never loaded is stale. */
    boolean isStale() {
        long at = currentAt.get();
        return at == NEVER || elapsed() - at > maxStalenessNanos;
    }

    /** Empty before the list was first loaded. */
    Optional<Duration> staleness() {
        long at = currentAt.get();
        return at == NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(elapsed() - at));
    }

    private long elapsed() {
        return nanoTime.getAsLong() - origin;
    }
}
