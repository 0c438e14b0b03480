package dev.latchkey.revocation;

import dev.latchkey.support.MonotonicClock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** When this node last heard from the database, and how far apart their clocks were. */
@ApplicationScoped
class Freshness {

    private static final Logger LOG = Logger.getLogger(Freshness.class);

    /**
     * One successful poll.
     *
     * @param startedNanos monotonic time just before it, for what it answered is at least that new
     * @param databaseTime the database's clock
     * @param offset the database's clock minus ours
     * @param uncertainty by how much the offset may be wrong: half the round trip
     */
    record Poll(long startedNanos, Instant databaseTime, Duration offset, Duration uncertainty) {}

    private final MonotonicClock monotonicClock;
    private final long maxStalenessNanos;
    private final Duration maxOffset;

    private volatile @Nullable Poll last;

    Freshness(MonotonicClock monotonicClock, RevocationConfig config, ClockConfig clockConfig) {
        this.monotonicClock = monotonicClock;
        this.maxStalenessNanos = config.maxStaleness().toNanos();
        this.maxOffset = clockConfig.maxOffset();
    }

    /** Records a poll. The first one comes after everything was loaded. */
    void polled(Poll poll) {
        boolean wasWithinBound = last == null || isClockWithinBound();
        last = poll;
        if (wasWithinBound && !isClockWithinBound()) {
            LOG.warnf(
                    "This node's clock is %s from the database's, more than latchkey.clock.max-offset=%s:"
                            + " it is not ready, and neither refreshes nor purges",
                    poll.offset(), maxOffset);
        } else if (!wasWithinBound && isClockWithinBound()) {
            LOG.infof("This node's clock agrees with the database's again, within %s", poll.offset());
        }
    }

    boolean isLoaded() {
        return last != null;
    }

    /** Asked on every call that carries a token. */
    boolean isStale() {
        Poll poll = last;
        return poll == null || monotonicClock.nanos() - poll.startedNanos() > maxStalenessNanos;
    }

    /** Time since the last successful poll; empty before the first. */
    Optional<Duration> staleness() {
        return Optional.ofNullable(last).map(poll -> Duration.ofNanos(monotonicClock.nanos() - poll.startedNanos()));
    }

    /**
     * When the list was last known to be current.
     *
     * @param at by the database's clock
     * @param age how long ago that is, by a clock that is never set
     */
    record AsOf(Instant at, Duration age) {}

    /** Empty before the first poll. */
    Optional<AsOf> asOf() {
        return Optional.ofNullable(last)
                .map(poll ->
                        new AsOf(poll.databaseTime(), Duration.ofNanos(monotonicClock.nanos() - poll.startedNanos())));
    }

    Duration offset() {
        Poll poll = last;
        return poll == null ? Duration.ZERO : poll.offset();
    }

    /** False only when it is certain: a slow answer measures badly and must not put a good node out of service. */
    boolean isClockWithinBound() {
        Poll poll = last;
        return poll != null && poll.offset().abs().minus(poll.uncertainty()).compareTo(maxOffset) <= 0;
    }

    /**
     * Our time, but not later than the database's clock at the last poll allows: what is deleted by it has expired even if our
     * clock stepped forward a moment ago.
     */
    Instant boundedByDatabase(Instant now) {
        Poll poll = last;
        return poll == null ? Instant.EPOCH : bounded(now, poll.databaseTime());
    }

    /** Our time, but not later than what the database's clock says allows. */
    Instant bounded(Instant now, Instant databaseTime) {
        Instant bound = databaseTime.plus(maxOffset);
        return now.isBefore(bound) ? now : bound;
    }
}
