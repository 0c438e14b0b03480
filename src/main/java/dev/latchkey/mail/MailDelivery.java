package dev.latchkey.mail;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.ext.mail.SMTPException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Hands mails to the mail server, outside any transaction and one after the other. */
@ApplicationScoped
class MailDelivery {

    /** Well below the first pause, so that nobody else takes a mail that is being sent. */
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(30);

    private static final Pattern ADDRESS = Pattern.compile("\\S*@\\S*");

    private static final Logger LOG = Logger.getLogger(MailDelivery.class);

    private final MailOutbox outbox;
    private final MailSealing sealing;
    private final ReactiveMailer mailer;
    private final Context eventLoop;
    private final MailConfig config;
    private final MailMetrics metrics;

    MailDelivery(
            MailOutbox outbox,
            MailSealing sealing,
            ReactiveMailer mailer,
            Vertx vertx,
            MailConfig config,
            MailMetrics metrics) {
        this.outbox = outbox;
        this.sealing = sealing;
        this.mailer = mailer;
        this.eventLoop = ((VertxInternal) vertx).createEventLoopContext();
        this.config = config;
        this.metrics = metrics;
    }

    /** Sends what is due, until nothing is or the server cannot be reached. */
    void deliverDue(Clock clock) {
        boolean goOn = true;
        while (goOn) {
            Instant now = clock.instant();
            Optional<QueuedMail> mail = outbox.take(now);
            goOn = mail.isPresent() && deliver(mail.get(), now);
        }
    }

    /** Whether the server is there to take the next. */
    private boolean deliver(QueuedMail queued, Instant now) {
        try {
            mailer.send(envelope(queued))
                    .runSubscriptionOn(this::onEventLoop)
                    .await()
                    .atMost(SEND_TIMEOUT);
        } catch (RuntimeException e) {
            failed(queued, e, now);
            return isAboutThisMail(e);
        }
        outbox.delete(queued.id());
        metrics.sent();
        return true;
    }

    /**
     * Every send begins on the same event loop: if another thread connects, a server that greets at once may do so before the mail client
     * listens, which then waits for ever.
     */
    private void onEventLoop(Runnable command) {
        eventLoop.runOnContext(ignored -> command.run());
    }

    private Mail envelope(QueuedMail queued) {
        try {
            OutgoingMail mail = sealing.open(queued);
            return Mail.withText(mail.recipient(), mail.subject(), mail.text())
                    .setHtml(mail.html())
                    // a copy sent after a crash is recognised as one
                    .addHeader("Message-ID", "<" + queued.id() + "@latchkey>")
                    // RFC 3834 §5: no answers by machines
                    .addHeader("Auto-Submitted", "auto-generated");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("it cannot be opened, " + e.getMessage(), e);
        }
    }

    private static boolean isAboutThisMail(Throwable failure) {
        return root(failure) instanceof SMTPException
                || failure instanceof IllegalArgumentException
                || failure instanceof IllegalStateException;
    }

    /** What a wait for a result wrapped. */
    private static Throwable root(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private void failed(QueuedMail mail, Throwable failure, Instant now) {
        metrics.failed();
        if (now.isBefore(mail.createdAt().plus(config.giveUpAfter()))) {
            LOG.warnf("Mail %s was not sent, attempt %d: %s", mail.id(), mail.attempts(), reason(failure));
        } else {
            outbox.delete(mail.id());
            LOG.errorf("Mail %s is given up after attempt %d: %s", mail.id(), mail.attempts(), reason(failure));
        }
    }

    /** Without what the server said of the recipient, or anything that looks like an address (standards L-02). */
    private static String reason(Throwable failure) {
        Throwable root = root(failure);
        return root instanceof SMTPException smtp
                ? "the mail server answered " + smtp.getReplyCode()
                : ADDRESS.matcher(root.toString()).replaceAll("…");
    }
}
