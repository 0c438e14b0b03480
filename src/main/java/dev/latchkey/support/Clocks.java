package dev.latchkey.support;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

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
        return new Microseconds(Clock.systemUTC());
    }

    /** Not {@link Clock#tick}: on JDK 17 its {@code millis()} divides by zero when a tick is shorter than a millisecond. */
    private static final class Microseconds extends Clock {

        private final Clock base;

        Microseconds(Clock base) {
            this.base = base;
        }

        @Override
        public Instant instant() {
            return base.instant().truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public ZoneId getZone() {
            return base.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return new Microseconds(base.withZone(zone));
        }
    }
}
