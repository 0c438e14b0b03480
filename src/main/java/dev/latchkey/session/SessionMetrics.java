package dev.latchkey.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Counts how sessions end, each reason from the start on, so that the first of its kind shows as a rise. */
@ApplicationScoped
class SessionMetrics {

    private final Map<EndReason, Counter> ended = new EnumMap<>(EndReason.class);

    SessionMetrics(MeterRegistry metrics) {
        Arrays.stream(EndReason.values())
                .forEach(reason -> ended.put(
                        reason,
                        Counter.builder("latchkey.sessions.ended")
                                .description("Sessions that this node ended")
                                .tag("reason", reason.code())
                                .register(metrics)));
    }

    /** An end that was rolled back was none. */
    void onEnded(@Observes(during = TransactionPhase.AFTER_SUCCESS) SessionsEnded event) {
        Counter counter = ended.get(event.reason());
        if (counter != null) {
            counter.increment(event.number());
        }
    }
}
