package dev.latchkey.mail;

import dev.latchkey.problem.RecurringWork;
import dev.latchkey.revocation.Revocations;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Looks for mail to send, from time to time. Nothing is given up by a clock that is not to be trusted. */
@ApplicationScoped
class MailSender {

    private static final Logger LOG = Logger.getLogger(MailSender.class);

    private final RecurringWork work = new RecurringWork(LOG, "Mail cannot be looked for");
    private final Mails mails;
    private final Event<MailRound> rounds;
    private final MailDelivery delivery;
    private final MailOutbox outbox;
    private final MailMetrics metrics;
    private final Revocations revocations;
    private final Clock clock;

    MailSender(
            Mails mails,
            Event<MailRound> rounds,
            MailDelivery delivery,
            MailOutbox outbox,
            MailMetrics metrics,
            Revocations revocations,
            Clock clock) {
        this.mails = mails;
        this.rounds = rounds;
        this.delivery = delivery;
        this.outbox = outbox;
        this.metrics = metrics;
        this.revocations = revocations;
        this.clock = clock;
    }

    /** Says what an operator may wonder about; makes the metrics from the start. */
    void onStart(@Observes StartupEvent event) {
        if (!mails.isOn() && LaunchMode.current() == LaunchMode.NORMAL) {
            LOG.warn(
                    "Mail is off: nobody is told of thefts and new devices. Set quarkus.mailer.host and quarkus.mailer.from.");
        }
    }

    @Scheduled(every = "${latchkey.mail.poll-every:5s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        if (mails.isOn() && revocations.clockWithinBound()) {
            work.run(this::sendDue);
        }
    }

    private void sendDue() {
        rounds.fire(new MailRound(clock.instant()));
        delivery.deliverDue(clock);
        Instant now = clock.instant();
        QueuedMail.Backlog backlog = outbox.backlog(now);
        metrics.waiting(backlog.waiting(), Duration.between(backlog.oldestAt(), now));
    }
}
