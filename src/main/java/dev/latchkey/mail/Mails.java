package dev.latchkey.mail;

import dev.latchkey.support.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The door to mail. */
@ApplicationScoped
public class Mails {

    private final Ids ids;
    private final MailSealing sealing;
    private final boolean on;

    Mails(Ids ids, MailSealing sealing, @ConfigProperty(name = "quarkus.mailer.from") Optional<String> from) {
        this.ids = ids;
        this.sealing = sealing;
        this.on = from.isPresent();
    }

    /** Whether there is mail at all: only with a sender's address, {@code quarkus.mailer.from}. */
    public boolean isOn() {
        return on;
    }

    /**
     * Queues a mail in the caller's transaction: it goes out exactly if the change does that it tells of, and how the mail server fares is
     * no concern of the request's. Does nothing while mail is off. A mail reaches the server at least once: of a crash between its
     * taking it and our noting that, a second copy comes, with the same {@code Message-ID}.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void queue(OutgoingMail mail, Instant now) {
        if (on) {
            sealing.seal(ids.next(), mail, now).persist();
        }
    }
}
