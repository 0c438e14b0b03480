package dev.latchkey.support;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;

/** Produces the one clock. */
final class Clocks {

    private Clocks() {}

    /**
     * UTC, cut to microseconds because that is what PostgreSQL keeps: an instant must not change by being stored.
     * Application-scoped, so that tests can put a clock in its place which they move.
     */
    @Produces
    @ApplicationScoped
    static Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }
}
