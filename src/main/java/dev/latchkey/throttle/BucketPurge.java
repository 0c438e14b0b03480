package dev.latchkey.throttle;

import dev.latchkey.problem.RecurringWork;
import dev.latchkey.revocation.Revocations;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;

/**
 * Deletes the rows of buckets that are full again (standards G-07), unless this node's clock is not to be trusted: a wrong one would give
 * guessers a fresh budget.
 */
@ApplicationScoped
class BucketPurge {

    static final int BATCH = 500;

    private final RecurringWork work =
            new RecurringWork(Logger.getLogger(BucketPurge.class), "Old buckets cannot be deleted");
    private final Buckets buckets;
    private final Revocations revocations;
    private final Clock clock;

    BucketPurge(Buckets buckets, Revocations revocations, Clock clock) {
        this.buckets = buckets;
        this.revocations = revocations;
        this.clock = clock;
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        work.run(this::purge);
    }

    private void purge() {
        while (revocations.clockWithinBound() && buckets.deleteForgotten(clock.instant(), BATCH) == BATCH) {
            // the next batch is a transaction of its own
        }
    }
}
