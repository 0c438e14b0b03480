package dev.latchkey.throttle;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.audit.RepeatedEvents;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;

/** The trail of attempts that were refused unseen. Those that were checked leave an event each: the budget bounds them. */
@ApplicationScoped
class RefusedAttempts {

    /** Accounts and sources that are named, on one node in one minute; the others count as one. */
    private static final int MOST_NAMED = 50;

    private final RepeatedEvents events;

    RefusedAttempts(Audit audit, Clock clock) {
        this.events = new RepeatedEvents(
                audit, clock, MOST_NAMED, event -> event.ip(null).user(null));
    }

    void note(Guess guess, Bucket.Kind emptied) {
        events.note(AuditEntry.failure(AuditType.EXCESS_RATE_LIMIT_EXCEEDED)
                .user(guess.accountExists() ? UUID.fromString(guess.account()) : null)
                .reason(emptied.code())
                .ip(guess.ip()));
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void endMinute() {
        events.endWindow();
    }
}
