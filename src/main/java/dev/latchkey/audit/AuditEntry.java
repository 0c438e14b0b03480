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
        @Nullable String ip) {

    public static AuditEntry success(AuditType type) {
        return new AuditEntry(type, AuditOutcome.SUCCESS, null, null, null, null, null);
    }

    public static AuditEntry failure(AuditType type) {
        return new AuditEntry(type, AuditOutcome.FAILURE, null, null, null, null, null);
    }

    public AuditEntry user(@Nullable UUID id) {
        return new AuditEntry(type, outcome, id, actorId, sessionId, reason, ip);
    }

    public AuditEntry actor(@Nullable UUID id) {
        return new AuditEntry(type, outcome, userId, id, sessionId, reason, ip);
    }

    public AuditEntry session(UUID id) {
        return new AuditEntry(type, outcome, userId, actorId, id, reason, ip);
    }

    public AuditEntry reason(String code) {
        return new AuditEntry(type, outcome, userId, actorId, sessionId, code, ip);
    }

    public AuditEntry ip(@Nullable String address) {
        return new AuditEntry(type, outcome, userId, actorId, sessionId, reason, address);
    }
}
