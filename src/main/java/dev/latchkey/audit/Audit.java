package dev.latchkey.audit;

import dev.latchkey.support.Ids;
import dev.latchkey.support.TraceIds;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;

/** Appends to the audit trail. */
@ApplicationScoped
public class Audit {

    private final Ids ids;
    private final TraceIds traceIds;

    Audit(Ids ids, TraceIds traceIds) {
        this.ids = ids;
        this.traceIds = traceIds;
    }

    /** Records an event in the caller's transaction: it is kept exactly if the change is. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(AuditEntry entry, Instant now) {
        AuditEvent.of(ids.next(), entry, traceIds.current(), now).persist();
    }
}
