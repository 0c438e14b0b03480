package dev.latchkey.revocation;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Removes what has expired, from the table and from memory. */
@ApplicationScoped
class RevocationPurge {

    static final int BATCH = 500;

    private final RevocationTable table;
    private final RevocationList list;
    private final Freshness freshness;
    private final Clock clock;

    RevocationPurge(RevocationTable table, RevocationList list, Freshness freshness, Clock clock) {
        this.table = table;
        this.list = list;
        this.freshness = freshness;
        this.clock = clock;
    }

    /** Does nothing while this node's clock is not to be trusted, or the database does not answer. */
    @Scheduled(
            every = "1m",
            delayed = "1m",
            executionMaxDelay = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void purge() {
        if (freshness.isClockWithinBound() && !freshness.isStale()) {
            Instant now = freshness.boundedByDatabase(clock.instant());
            list.dropExpired(now);
            while (table.deleteExpired(now, BATCH) == BATCH) {
                // the next batch is a transaction of its own
            }
        }
    }
}
