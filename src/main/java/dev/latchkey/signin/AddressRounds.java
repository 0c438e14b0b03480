package dev.latchkey.signin;

import dev.latchkey.mail.MailRound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Answers what was asked for by address whenever mail is sent. */
@ApplicationScoped
class AddressRounds {

    private static final Logger LOG = Logger.getLogger(AddressRounds.class);

    private final AddressAnswers answers;

    AddressRounds(AddressAnswers answers) {
        this.answers = answers;
    }

    /** What fails stays for the next round, and must not keep other mails from going out in this one. */
    void onRound(@Observes MailRound round) {
        try {
            while (answers.answerNext(round.at())) {
                // the next is a transaction of its own
            }
        } catch (RuntimeException e) {
            LOG.error("What was asked for by address waits for the next round", e);
        }
    }
}
