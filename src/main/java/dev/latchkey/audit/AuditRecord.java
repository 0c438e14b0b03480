package dev.latchkey.audit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event as it was written.
 *
 * @param type code of an {@link AuditType}, or one of an earlier version
 * @param userId whom it concerns; the user may be gone
 * @param actorId who did it, if somebody signed in did
 * @param clientId the registered client that it concerns, or that did it
 * @param traceId joins it to a reply's {@code instance} and to the log
 */
@RegisterForReflection // a query makes it
public record AuditRecord(
        UUID id,
        Instant at,
        String type,
        String outcome,
        String severity,
        @Nullable UUID userId,
        @Nullable UUID actorId,
        @Nullable UUID sessionId,
        @Nullable String reason,
        @Nullable String ip,
        @Nullable String traceId,
        @Nullable String clientId) {}
