package dev.latchkey.support;

import jakarta.enterprise.context.ApplicationScoped;

/** Elapsed time that no step of the system clock disturbs; for staleness and intervals, never for a point in time. */
@ApplicationScoped
public class MonotonicClock {

    /** Nanoseconds since an arbitrary origin, as {@link System#nanoTime()}. */
    public long nanos() {
        return System.nanoTime();
    }
}
