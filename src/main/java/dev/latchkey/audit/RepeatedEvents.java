package dev.latchkey.audit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Events that strangers can cause as often as they like: they decide how often one happens, so they must not decide how many rows it
 * makes. Of equal events the first of a window is recorded at once, and how many followed at the end of it. When there are too many
 * that differ, the others count as one (standards L-01). What a node has counted when it stops is lost to the trail.
 */
public final class RepeatedEvents {

    private final Audit audit;
    private final Clock clock;
    private final int most;
    private final UnaryOperator<AuditEntry> inGeneral;
    private final Map<AuditEntry, Integer> counts = new HashMap<>();

    /**
     * Begins a window.
     *
     * @param most events that differ, on one node in one window
     * @param inGeneral what is said of the others: without what strangers choose
     */
    public RepeatedEvents(Audit audit, Clock clock, int most, UnaryOperator<AuditEntry> inGeneral) {
        this.audit = audit;
        this.clock = clock;
        this.most = most;
        this.inGeneral = inGeneral;
    }

    /** Counts an event, and records it, in a transaction of its own, if it is the first. */
    public void note(AuditEntry event) {
        AuditEntry counted = bounded(event);
        if (count(counted, 1) == 1) {
            try {
                QuarkusTransaction.requiringNew().run(() -> audit.recordAsItIs(counted, clock.instant()));
            } catch (RuntimeException e) {
                // the next one is the first again
                count(counted, -1);
                throw e;
            }
        }
    }

    /** Records what followed the first events of the window, as {@code repeated 17}, and begins another. */
    public void endWindow() {
        Map<AuditEntry, Integer> taken = take();
        try {
            QuarkusTransaction.requiringNew().run(() -> record(taken));
        } catch (RuntimeException e) {
            // at the end of the next, if the database is back
            taken.forEach(this::count);
            throw e;
        }
    }

    private synchronized AuditEntry bounded(AuditEntry event) {
        return counts.containsKey(event) || counts.size() < most ? event : inGeneral.apply(event);
    }

    private synchronized int count(AuditEntry event, int more) {
        Integer now = counts.merge(event, more, (one, other) -> one + other == 0 ? null : one + other);
        return now == null ? 0 : now;
    }

    private void record(Map<AuditEntry, Integer> taken) {
        taken.forEach((event, count) -> {
            if (count > 1) {
                String repeated = "repeated " + (count - 1);
                audit.recordAsItIs(
                        event.reason(event.reason() == null ? repeated : event.reason() + " " + repeated),
                        clock.instant());
            }
        });
    }

    private synchronized Map<AuditEntry, Integer> take() {
        Map<AuditEntry, Integer> taken = new HashMap<>(counts);
        counts.clear();
        return taken;
    }
}
