package dev.latchkey.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event before it is written. Ids and reason codes only: no typed name, no token, nothing a person could have mistyped a
 * password into (standards L-02, L-04).
 */
public record AuditEntry(
        AuditType type,
        AuditOutcome outcome,
        @Nullable UUID userId,
        @Nullable UUID actorId,
        @Nullable UUID sessionId,
        @Nullable String reason,
        @Nullable String ip,
        @Nullable String clientId) {

    public static AuditEntry success(AuditType type) {
        return new AuditEntry(type, AuditOutcome.SUCCESS, null, null, null, null, null, null);
    }

    public static AuditEntry failure(AuditType type) {
        return new AuditEntry(type, AuditOutcome.FAILURE, null, null, null, null, null, null);
    }

    public AuditEntry user(@Nullable UUID id) {
        return new AuditEntry(type, outcome, id, actorId, sessionId, reason, ip, clientId);
    }

    public AuditEntry actor(@Nullable UUID id) {
        return new AuditEntry(type, outcome, userId, id, sessionId, reason, ip, clientId);
    }

    public AuditEntry session(UUID id) {
        return new AuditEntry(type, outcome, userId, actorId, id, reason, ip, clientId);
    }

    public AuditEntry reason(String code) {
        return new AuditEntry(type, outcome, userId, actorId, sessionId, code, ip, clientId);
    }

    public AuditEntry ip(@Nullable String address) {
        return new AuditEntry(type, outcome, userId, actorId, sessionId, reason, address, clientId);
    }

    /** The registered client that it concerns, or that did it. */
    public AuditEntry client(String id) {
        return new AuditEntry(type, outcome, userId, actorId, sessionId, reason, ip, id);
    }
}
