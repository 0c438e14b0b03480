package dev.latchkey.session;

import dev.latchkey.support.MonotonicClock;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Rests after each batch four times as long as it took, so that however much there is to clean, those who wait for an answer lose at
 * most a fifth of one processor to it, and less the slower the database is.
 */
final class Pace {

    private static final int REST = 4;

    private final MonotonicClock clock;
    private final LongConsumer rest;

    /** @param rest waits for so many nanoseconds */
    Pace(MonotonicClock clock, LongConsumer rest) {
        this.clock = clock;
        this.rest = rest;
    }

    <T> T after(Supplier<T> batch) {
        long start = clock.nanos();
        T result = batch.get();
        rest.accept(REST * (clock.nanos() - start));
        return result;
    }
}
