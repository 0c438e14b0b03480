package dev.latchkey.signin;

import dev.latchkey.mail.MailRound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Answers what was asked for by address whenever mail is sent. */
@ApplicationScoped
class AddressRounds {

    private static final Logger LOG = Logger.getLogger(AddressRounds.class);

    private final AddressAnswers answers;

    AddressRounds(AddressAnswers answers) {
        this.answers = answers;
    }

    /** What fails waits, and keeps neither what was asked for by others nor other mails from going out. */
    void onRound(@Observes MailRound round) {
        Instant now = round.at();
        try {
            for (Optional<AddressRequest> due = answers.takeDue(now); due.isPresent(); due = answers.takeDue(now)) {
                answer(due.get(), now);
            }
        } catch (RuntimeException e) {
            LOG.error("What was asked for by address waits for the next round", e);
        }
    }

    private void answer(AddressRequest request, Instant now) {
        try {
            answers.answer(request, now);
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s cannot be answered now, and waits", request);
        }
    }
}
