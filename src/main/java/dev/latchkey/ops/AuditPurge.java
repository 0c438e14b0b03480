package dev.latchkey.ops;

import dev.latchkey.audit.Audit;
import dev.latchkey.revocation.ExpirySweep;
import dev.latchkey.revocation.Revocations;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;

/**
 * Forgets audit events at the end of their retention (standards G-07). Here and not in {@code audit}, which knows nothing of
 * revocations and so not whether this node's clock is to be trusted: a wrong one must not delete anything.
 */
@Startup // so that the metric is there before the first run
@ApplicationScoped
class AuditPurge {

    static final int BATCH = 500;

    private final ExpirySweep sweep;
    private final Audit audit;
    private final Counter deleted;

    AuditPurge(Audit audit, Revocations revocations, Clock clock, MeterRegistry metrics) {
        this.sweep = new ExpirySweep(
                Logger.getLogger(AuditPurge.class), "Old audit events cannot be deleted", revocations, clock);
        this.audit = audit;
        this.deleted = Counter.builder("latchkey.audit.deleted")
                .description("Audit events deleted at the end of their retention")
                .register(metrics);
    }

    @Scheduled(every = "10m", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        sweep.run(BATCH, now -> {
            int gone = audit.deleteExpired(now, BATCH);
            deleted.increment(gone);
            return gone;
        });
    }
}
