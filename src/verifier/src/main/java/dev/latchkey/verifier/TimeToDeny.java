package dev.latchkey.verifier;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** From a revocation to this service's knowing it. Counted by hand, for what a service measures with differs from vendor to vendor. */
public final class TimeToDeny {

    private static final Duration LONGEST = Duration.ofDays(1);

    private final LongAdder count = new LongAdder();
    private final LongAdder totalNanos = new LongAdder();
    private final AtomicLong maxNanos = new AtomicLong();
    private final AtomicLong lastNanos = new AtomicLong();

    private volatile Listener listener = delay -> {};

    /** Told of each delay. */
    @FunctionalInterface
    interface Listener {
        void learned(Duration delay);
    }

    TimeToDeny() {}

    /** @param delay negative when the clocks differ by more than the delay, which then counts as none; a day at most */
    void record(Duration delay) {
        long nanos = delay.isNegative() ? 0 : delay.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : delay.toNanos();
        count.increment();
        totalNanos.add(nanos);
        lastNanos.set(nanos);
        maxNanos.accumulateAndGet(nanos, Math::max);
        listener.learned(Duration.ofNanos(nanos));
    }

    void listen(Listener told) {
        listener = told;
    }

    /** How many revocations were learned of since the list was first loaded. */
    public long count() {
        return count.sum();
    }

    /** The delays of all of them together. */
    public Duration total() {
        return Duration.ofNanos(totalNanos.sum());
    }

    /** The longest delay. */
    public Duration max() {
        return Duration.ofNanos(maxNanos.get());
    }

    /** The delay of the last one. */
    public Duration last() {
        return Duration.ofNanos(lastNanos.get());
    }
}
