package dev.latchkey.client;

import dev.latchkey.problem.RecurringWork;
import dev.latchkey.revocation.Revocations;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;

/**
 * Deletes tokens that expired, also of clients that ask for no more, unless this node's clock is not to be trusted: each is kept for as
 * long as somebody's clock may still take it.
 */
@ApplicationScoped
class ClientTokenSweeper {

    private final RecurringWork work =
            new RecurringWork(Logger.getLogger(ClientTokenSweeper.class), "Old tokens of clients cannot be deleted");
    private final ClientTokens tokens;
    private final Revocations revocations;
    private final Clock clock;

    ClientTokenSweeper(ClientTokens tokens, Revocations revocations, Clock clock) {
        this.tokens = tokens;
        this.revocations = revocations;
        this.clock = clock;
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        work.run(this::sweep);
    }

    private void sweep() {
        while (revocations.clockWithinBound()
                && tokens.deleteExpired(clock.instant().minus(Revocations.MARGIN)) == ClientTokens.BATCH) {
            // the next batch is a transaction of its own
        }
    }
}
