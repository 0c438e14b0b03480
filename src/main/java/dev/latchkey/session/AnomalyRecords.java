package dev.latchkey.session;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Set;

/** What a change of a session's use writes: where it is used from now, and its trace in the audit trail, in one transaction. */
@ApplicationScoped
class AnomalyRecords {

    private final Audit audit;
    private final Event<AnomalyNoticed> noticed;

    AnomalyRecords(Audit audit, Event<AnomalyNoticed> noticed) {
        this.audit = audit;
        this.noticed = noticed;
    }

    /** Nothing if somebody else has recorded the change since {@code known} was read: one change is one event. */
    @Transactional
    void record(SessionGrant grant, Requester known, Device device, Set<Anomaly> anomalies, Instant now) {
        if (!move(grant, known, device)) {
            return;
        }
        for (Anomaly anomaly : anomalies) {
            audit.record(
                    AuditEntry.success(AuditType.SESSION_ANOMALY)
                            .user(grant.userId())
                            .session(grant.sessionId())
                            .reason(anomaly.code())
                            .ip(device.ip()),
                    now);
            noticed.fire(new AnomalyNoticed(anomaly));
        }
    }

    /**
     * Notes of a live session where it is used from, and what that leaves of its {@code acr}, unless it is no longer as known. Its
     * device keeps the name that its owner knows: mails and the list would otherwise speak of the thief's.
     */
    private static boolean move(SessionGrant grant, Requester known, Device device) {
        int moved = Session.getEntityManager()
                .createQuery("""
                        UPDATE Session SET userAgent = :userAgent, ip = :ip, acr = :acr
                         WHERE id = :id AND endedAt IS NULL
                           AND userAgent IS NOT DISTINCT FROM :knownAgent AND ip IS NOT DISTINCT FROM :knownIp""")
                .setParameter("userAgent", device.userAgent())
                .setParameter("ip", device.ip())
                .setParameter("acr", grant.acr())
                .setParameter("id", grant.sessionId())
                .setParameter("knownAgent", known.userAgent())
                .setParameter("knownIp", known.ip())
                .executeUpdate();
        return moved > 0;
    }
}
