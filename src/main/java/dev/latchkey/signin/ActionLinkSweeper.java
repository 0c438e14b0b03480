package dev.latchkey.signin;

import dev.latchkey.problem.RecurringWork;
import dev.latchkey.revocation.Revocations;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Deletes links, sign-ups and requests that have expired, unless this node's clock is not to be trusted. */
@ApplicationScoped
class ActionLinkSweeper {

    private final RecurringWork work =
            new RecurringWork(Logger.getLogger(ActionLinkSweeper.class), "Old links cannot be deleted");
    private final ActionLinks links;
    private final PendingSignUps pendingSignUps;
    private final AddressAnswers answers;
    private final Revocations revocations;
    private final Clock clock;

    ActionLinkSweeper(
            ActionLinks links,
            PendingSignUps pendingSignUps,
            AddressAnswers answers,
            Revocations revocations,
            Clock clock) {
        this.links = links;
        this.pendingSignUps = pendingSignUps;
        this.answers = answers;
        this.revocations = revocations;
        this.clock = clock;
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        work.run(this::sweep);
    }

    private void sweep() {
        while (revocations.clockWithinBound() && links.deleteExpired(clock.instant()) == ActionLinks.BATCH) {
            // the next batch is a transaction of its own
        }
        while (revocations.clockWithinBound() && pendingSignUps.deleteExpired(clock.instant()) == ActionLinks.BATCH) {
            // the same
        }
        if (revocations.clockWithinBound()) {
            answers.forgetOld(clock.instant());
        }
    }
}
