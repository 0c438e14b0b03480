package dev.latchkey.signin;

import dev.latchkey.mail.MailRound;
import dev.latchkey.problem.RecurringWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Answers what was asked for by address whenever mail is sent. */
@ApplicationScoped
class AddressRounds {

    /** So many and no more in one round: the mails that wait are sent after it, also while somebody asks and asks. */
    static final int MOST_AT_ONCE = 200;

    private static final Logger LOG = Logger.getLogger(AddressRounds.class);

    private final RecurringWork looking = new RecurringWork(LOG, "What was asked for by address cannot be looked for");
    private final RecurringWork answering = new RecurringWork(LOG, "What was asked for by address cannot be answered");
    private final AddressAnswers answers;

    AddressRounds(AddressAnswers answers) {
        this.answers = answers;
    }

    /** What fails waits, and keeps neither what was asked for by others nor other mails from going out. */
    void onRound(@Observes MailRound round) {
        try {
            looking.run(() -> answerDue(round.at()));
        } catch (RuntimeException e) {
            LOG.error("What was asked for by address waits for the next round", e);
        }
    }

    private void answerDue(Instant now) {
        Optional<AddressRequest> due = answers.takeDue(now);
        for (int answered = 1; due.isPresent(); answered++) {
            answer(due.get(), now);
            due = answered < MOST_AT_ONCE ? answers.takeDue(now) : Optional.empty();
        }
    }

    private void answer(AddressRequest request, Instant now) {
        try {
            answering.run(() -> answers.answer(request, now));
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s cannot be answered now, and waits", request);
        }
    }
}
