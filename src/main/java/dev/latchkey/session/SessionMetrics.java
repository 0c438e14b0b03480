package dev.latchkey.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Counts how sessions end and what is odd about their use, each kind from the start on, so that the first of it shows as a rise. */
@ApplicationScoped
class SessionMetrics {

    private final Map<EndReason, Counter> ended = new EnumMap<>(EndReason.class);
    private final Map<Anomaly, Counter> anomalies = new EnumMap<>(Anomaly.class);

    SessionMetrics(MeterRegistry metrics) {
        Arrays.stream(EndReason.values())
                .forEach(reason -> ended.put(
                        reason,
                        Counter.builder("latchkey.sessions.ended")
                                .description("Sessions that this node ended")
                                .tag("reason", reason.code())
                                .register(metrics)));
        Arrays.stream(Anomaly.values())
                .forEach(anomaly -> anomalies.put(
                        anomaly,
                        Counter.builder("latchkey.anomalies")
                                .description("Sessions that this node saw used from elsewhere")
                                .tag("kind", anomaly.code())
                                .register(metrics)));
    }

    void onAnomaly(@Observes(during = TransactionPhase.AFTER_SUCCESS) AnomalyNoticed event) {
        Counter counter = anomalies.get(event.anomaly());
        if (counter != null) {
            counter.increment();
        }
    }

    /** An end that was rolled back was none. */
    void onEnded(@Observes(during = TransactionPhase.AFTER_SUCCESS) SessionsEnded event) {
        Counter counter = ended.get(event.reason());
        if (counter != null) {
            counter.increment(event.number());
        }
    }
}
