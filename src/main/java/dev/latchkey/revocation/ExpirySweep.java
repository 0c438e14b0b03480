package dev.latchkey.revocation;

import dev.latchkey.problem.RecurringWork;
import java.time.Clock;
import java.time.Instant;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;

/**
 * Deletes rows that say nothing any more, batch after batch, each a transaction of its own. Before each it asks whether this node's
 * clock is to be trusted: a wrong one must not delete anything.
 */
public final class ExpirySweep {

    private final RecurringWork work;
    private final Revocations revocations;
    private final Clock clock;

    /** @param complaint what cannot be done, as for {@link RecurringWork} */
    public ExpirySweep(Logger log, String complaint, Revocations revocations, Clock clock) {
        this.work = new RecurringWork(log, complaint);
        this.revocations = revocations;
        this.clock = clock;
    }

    /**
     * Goes on until less than a batch is left.
     *
     * @param delete takes the present moment, deletes up to a batch, and says how many
     */
    public void run(int batch, ToIntFunction<Instant> delete) {
        work.run(() -> {
            while (revocations.clockWithinBound() && delete.applyAsInt(clock.instant()) == batch) {
                // the next batch
            }
        });
    }
}
