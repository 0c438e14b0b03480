package dev.latchkey.session;

import dev.latchkey.revocation.Revocations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The two batches of cleaning. Rows that something else holds are skipped; a later run finds them (standards G-07). Neither runs
 * while this node's clock is not to be trusted: a wrong clock must not end or delete anything.
 */
@ApplicationScoped
class SessionSweep {

    static final int BATCH = 500;
    static final int COUNTED = 10_000;

    private final Sessions sessions;
    private final SessionConfig config;
    private final Revocations revocations;

    SessionSweep(Sessions sessions, SessionConfig config, Revocations revocations) {
        this.sessions = sessions;
        this.config = config;
        this.revocations = revocations;
    }

    /**
     * What one step along the primary key saw.
     *
     * @param last where the next step goes on; empty at the end of the table
     * @param live sessions among the rows seen that are live
     * @param over sessions among them that had passed a limit and not ended
     */
    record Step(Optional<UUID> last, int live, int over) {}

    /** No before the clocks were first compared, which is when the scheduler begins, and while they differ: the next round comes. */
    boolean mayBegin() {
        return revocations.clockWithinBound();
    }

    /** How many ended sessions wait to be deleted, counted by the index up to {@link #COUNTED}. */
    @Transactional
    int countRetained(Instant now) {
        revocations.requireClockWithinBound();
        return SweptSessions.countEndedBefore(now.minus(config.retention()), COUNTED);
    }

    /** Deletes up to a batch of sessions that ended longer ago than the retention; says how many. */
    @Transactional
    int deleteRetained(Instant now) {
        revocations.requireClockWithinBound();
        return SweptSessions.deleteEndedBefore(now.minus(config.retention()), BATCH);
    }

    /**
     * Looks at the next batch of rows and ends those that passed a limit. Walks the primary key rather than an index on the idle
     * limit, because such an index would have to be written at every refresh.
     */
    @Transactional
    Step walk(Optional<UUID> after, Instant now) {
        revocations.requireClockWithinBound();
        List<SessionLimit> batch = SweptSessions.limitsAfter(after, BATCH);
        if (batch.isEmpty()) {
            return new Step(Optional.empty(), 0, 0);
        }
        UUID last = batch.get(batch.size() - 1).id();
        sessions.endOver(after, last, now);
        int live = (int) batch.stream().filter(limit -> limit.isLive(now)).count();
        int over = (int) batch.stream().filter(limit -> limit.isOver(now)).count();
        return new Step(batch.size() < BATCH ? Optional.empty() : Optional.of(last), live, over);
    }
}
