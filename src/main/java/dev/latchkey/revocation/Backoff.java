package dev.latchkey.revocation;

import java.time.Duration;

/**
 * How long to wait before connecting anew: not at all after a connection that had lasted, for most often the database is there for another
 * one, and what is revoked meanwhile is accepted meanwhile. Otherwise longer each time.
 */
final class Backoff {

    private static final Duration MIN = Duration.ofMillis(100);
    private static final Duration MAX = Duration.ofSeconds(2);
    private static final Duration LASTING = Duration.ofMillis(500);

    private Duration next = MIN;
    private boolean connected;
    private long connectedAt;

    /** @param nanos of a clock that only moves forward */
    void connected(long nanos) {
        connected = true;
        connectedAt = nanos;
    }

    /** The wait after a connection was lost, or could not be made. */
    Duration failed(long nanos) {
        boolean lasted = connected && nanos - connectedAt >= LASTING.toNanos();
        connected = false;
        if (lasted) {
            next = MIN;
            return Duration.ZERO;
        }
        Duration wait = next;
        Duration doubled = wait.multipliedBy(2);
        next = doubled.compareTo(MAX) < 0 ? doubled : MAX;
        return wait;
    }
}
