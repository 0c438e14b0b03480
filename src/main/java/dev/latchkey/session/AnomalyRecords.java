package dev.latchkey.session;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Set;

/** What a change of a session's use writes: the row's new device, and its trace in the audit trail, in one transaction. */
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

    /** Moves a live session to its new device, and to what that leaves of its {@code acr}, unless it is no longer as known. */
    private static boolean move(SessionGrant grant, Requester known, Device device) {
        int moved = Session.getEntityManager()
                .createQuery("""
                        UPDATE Session SET deviceName = :name, deviceType = :type, userAgent = :userAgent, ip = :ip, acr = :acr
                         WHERE id = :id AND endedAt IS NULL
                           AND userAgent IS NOT DISTINCT FROM :knownAgent AND ip IS NOT DISTINCT FROM :knownIp""")
                .setParameter("name", device.name())
                .setParameter("type", device.type())
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
