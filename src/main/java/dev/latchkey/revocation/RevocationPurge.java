package dev.latchkey.revocation;

import dev.latchkey.problem.RecurringWork;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Removes what has expired, from the table and from memory. */
@ApplicationScoped
class RevocationPurge {

    static final int BATCH = 500;

    private final RecurringWork work =
            new RecurringWork(Logger.getLogger(RevocationPurge.class), "Old revocations cannot be deleted");
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

    @Scheduled(
            every = "1m",
            delayed = "1m",
            executionMaxDelay = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        work.run(this::purge);
    }

    /** Does nothing while this node's clock is not to be trusted, or the database does not answer. */
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
