package dev.latchkey.session;

import dev.latchkey.support.TraceIds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Tells that whoever has the genuine token of a session used it after its end (standards L-01). In the log and not in the trail: a
 * client that missed a sign-out may ask as often as it likes.
 */
@ApplicationScoped
class UsesAfterEnd {

    private static final Logger LOG = Logger.getLogger(UsesAfterEnd.class);

    private final TraceIds traceIds;
    private final Map<EndReason, Counter> uses = new EnumMap<>(EndReason.class);

    UsesAfterEnd(TraceIds traceIds, MeterRegistry metrics) {
        this.traceIds = traceIds;
        Arrays.stream(EndReason.values())
                .forEach(reason -> uses.put(
                        reason,
                        Counter.builder("latchkey.sessions.used.after.end")
                                .description("Genuine refresh tokens and session cookies presented after the end")
                                .tag("reason", reason.code())
                                .register(metrics)));
    }

    void note(UUID sessionId, EndReason reason, Requester requester) {
        Counter counter = uses.get(reason);
        if (counter != null) {
            counter.increment();
        }
        LOG.infof(
                "event=session_use_after_expire session=%s reason=%s ip=%s trace=%s",
                sessionId, reason.code(), requester.ip(), traceIds.current());
    }
}
