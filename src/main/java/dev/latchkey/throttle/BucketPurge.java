package dev.latchkey.throttle;

import dev.latchkey.revocation.ExpirySweep;
import dev.latchkey.revocation.Revocations;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Deletes the rows of buckets that are full again (standards G-07); by a wrong clock, guessers would have a fresh budget. */
@ApplicationScoped
class BucketPurge {

    static final int BATCH = 500;

    private final ExpirySweep sweep;
    private final Buckets buckets;

    BucketPurge(Buckets buckets, Revocations revocations, Clock clock) {
        this.sweep = new ExpirySweep(
                Logger.getLogger(BucketPurge.class), "Old buckets cannot be deleted", revocations, clock);
        this.buckets = buckets;
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        sweep.run(BATCH, now -> buckets.deleteForgotten(now, BATCH));
    }
}
