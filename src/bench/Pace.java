import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;

/** When calls of four targets are due, from one moment on at one rate, and how they fared. */
final class Pace {

    final long startNanos = System.nanoTime();
    final LongAccumulator latestNanos = new LongAccumulator(Math::max, 0);
    final AtomicLongArray calls = new AtomicLongArray(4);
    /** Valid tokens refused: before the withdrawal, and after it. */
    final AtomicLongArray[] refused = {new AtomicLongArray(4), new AtomicLongArray(4)};

    private final AtomicLongArray next = new AtomicLongArray(4);
    private final int rate;

    /** @param rate of all four together, a second */
    Pace(int rate) {
        this.rate = rate;
    }

    /** The moment of a call that nobody else makes. */
    long nextDue(int target) {
        return startNanos + (next.getAndIncrement(target) * 4 + target) * 1_000_000_000L / rate;
    }

    /** The call is made now. */
    void made(int target, long dueNanos) {
        latestNanos.accumulate(System.nanoTime() - dueNanos);
        calls.incrementAndGet(target);
    }
}
