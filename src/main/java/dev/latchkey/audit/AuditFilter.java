package dev.latchkey.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which events are asked for: those to which everything present applies.
 *
 * @param since the first moment of the events
 * @param until the first moment after them
 * @param traceId 32 hexadecimal digits, the last part of a problem's {@code instance}
 * @param clientId the registered client that the events concern, or that did it
 */
public record AuditFilter(
        Optional<UUID> userId,
        Optional<UUID> sessionId,
        Optional<AuditType> type,
        Optional<AuditOutcome> outcome,
        Optional<AuditType.Severity> severity,
        Optional<Instant> since,
        Optional<Instant> until,
        Optional<String> traceId,
        Optional<String> clientId) {}
