package dev.latchkey.client;

import dev.latchkey.revocation.ExpirySweep;
import dev.latchkey.revocation.Revocations;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Deletes tokens that expired, also of clients that ask for no more. Each is kept for as long as somebody's clock may still take it. */
@ApplicationScoped
class ClientTokenSweeper {

    private final ExpirySweep sweep;
    private final ClientTokens tokens;

    ClientTokenSweeper(ClientTokens tokens, Revocations revocations, Clock clock) {
        this.sweep = new ExpirySweep(
                Logger.getLogger(ClientTokenSweeper.class),
                "Old tokens of clients cannot be deleted",
                revocations,
                clock);
        this.tokens = tokens;
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        sweep.run(ClientTokens.BATCH, now -> tokens.deleteExpired(now.minus(Revocations.MARGIN)));
    }
}
