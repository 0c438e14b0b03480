package dev.latchkey.audit;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@SuppressWarnings("UnusedVariable") // fields are read by the database only
@Table(name = "audit_event")
class AuditEvent extends PanacheEntityBase {

    @Id
    private UUID id;

    private Instant at;
    private String type;
    private String outcome;
    private String severity;

    @Column(name = "user_id")
    private @Nullable UUID userId;

    @Column(name = "actor_id")
    private @Nullable UUID actorId;

    @Column(name = "session_id")
    private @Nullable UUID sessionId;

    private @Nullable String reason;
    private @Nullable String ip;

    @Column(name = "trace_id")
    private String traceId;

    @SuppressWarnings("NullAway.Init")
    protected AuditEvent() {}

    static AuditEvent of(UUID id, AuditEntry entry, String traceId, Instant at) {
        AuditEvent event = new AuditEvent();
        event.id = id;
        event.at = at;
        event.type = entry.type().code();
        event.outcome = entry.success() ? "success" : "failure";
        event.severity = entry.type().severity();
        event.userId = entry.userId();
        event.actorId = entry.actorId();
        event.sessionId = entry.sessionId();
        event.reason = entry.reason();
        event.ip = entry.ip();
        event.traceId = traceId;
        return event;
    }

    @Override
    public String toString() {
        return "AuditEvent " + id;
    }
}
