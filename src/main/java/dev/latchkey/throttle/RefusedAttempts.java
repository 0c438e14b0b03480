package dev.latchkey.throttle;

import static java.util.Objects.requireNonNull;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.audit.RepeatedEvents;
import dev.latchkey.problem.RecurringWork;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The trail of attempts that were refused unseen. Those that were checked leave an event each: the budget bounds them. Of a name that
 * nobody has it is written as often as of an account, or the time that writing takes would tell them apart (standards T-06).
 */
@ApplicationScoped
class RefusedAttempts {

    /** Accounts and sources that are named, on one node in one minute; the others count as one. */
    private static final int MOST_NAMED = 50;

    private static final String UNKNOWN = " unknown ";

    private final RecurringWork work =
            new RecurringWork(Logger.getLogger(RefusedAttempts.class), "Refused attempts cannot be recorded");
    private final RepeatedEvents events;

    RefusedAttempts(Audit audit, Clock clock) {
        this.events = new RepeatedEvents(audit, clock, MOST_NAMED, RefusedAttempts::inGeneral);
    }

    /** @param pseudonym in the place of a name that nobody has */
    void note(Guess guess, String pseudonym, Bucket.Kind emptied) {
        AuditEntry refused = refusal(guess.ip(), emptied);
        events.note(
                guess.accountExists()
                        ? refused.user(UUID.fromString(guess.account()))
                        : refused.reason(emptied.code() + UNKNOWN + pseudonym));
    }

    /** Of an attempt whose account was not looked up. */
    void note(@Nullable String ip, Bucket.Kind emptied) {
        events.note(refusal(ip, emptied));
    }

    private static AuditEntry refusal(@Nullable String ip, Bucket.Kind emptied) {
        return AuditEntry.failure(AuditType.EXCESS_RATE_LIMIT_EXCEEDED).ip(ip).reason(emptied.code());
    }

    private static AuditEntry inGeneral(AuditEntry event) {
        String emptied = requireNonNull(event.reason()).split(UNKNOWN, 2)[0];
        return event.ip(null).user(null).reason(emptied);
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void endMinute() {
        work.run(events::endWindow);
    }
}
