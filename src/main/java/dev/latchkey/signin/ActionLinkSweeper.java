package dev.latchkey.signin;

import dev.latchkey.revocation.Revocations;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Deletes links that have expired, unless this node's clock is not to be trusted. */
@ApplicationScoped
class ActionLinkSweeper {

    private final ActionLinks links;
    private final Revocations revocations;
    private final Clock clock;

    ActionLinkSweeper(ActionLinks links, Revocations revocations, Clock clock) {
        this.links = links;
        this.revocations = revocations;
        this.clock = clock;
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        while (revocations.clockWithinBound() && links.deleteExpired(clock.instant()) == ActionLinks.BATCH) {
            // the next batch is a transaction of its own
        }
    }
}
