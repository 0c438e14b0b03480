package dev.latchkey.signin;

import dev.latchkey.revocation.ExpirySweep;
import dev.latchkey.revocation.Revocations;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Deletes links, sign-ups and requests that have expired. */
@ApplicationScoped
class ActionLinkSweeper {

    private final ExpirySweep sweep;
    private final ActionLinks links;
    private final PendingSignUps pendingSignUps;
    private final AddressAnswers answers;

    ActionLinkSweeper(
            ActionLinks links,
            PendingSignUps pendingSignUps,
            AddressAnswers answers,
            Revocations revocations,
            Clock clock) {
        this.sweep = new ExpirySweep(
                Logger.getLogger(ActionLinkSweeper.class), "Old links cannot be deleted", revocations, clock);
        this.links = links;
        this.pendingSignUps = pendingSignUps;
        this.answers = answers;
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        sweep.run(ActionLinks.BATCH, links::deleteExpired);
        sweep.run(ActionLinks.BATCH, pendingSignUps::deleteExpired);
        sweep.run(ActionLinks.BATCH, now -> {
            answers.forgetOld(now);
            return 0;
        });
    }
}
