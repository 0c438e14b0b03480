package dev.latchkey.audit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
        @Schema(examples = "018f2d4e-7c11-7a3b-9d52-1f0e6a7b8c9d")
        UUID id,

        @Schema(examples = "2026-11-21T12:00:00Z") Instant at,
        @Schema(examples = "session_ended") String type,
        @Schema(examples = "success") String outcome,
        @Schema(examples = "info") String severity,

        @Schema(examples = "018f2d4e-8d22-7b4c-8e63-2a1f7b8c9d0e") @Nullable
        UUID userId,

        @Schema(examples = "018f2d4e-8d22-7b4c-8e63-2a1f7b8c9d0e") @Nullable
        UUID actorId,

        @Schema(examples = "018f2d4e-7c11-7a3b-9d52-1f0e6a7b8c9d") @Nullable
        UUID sessionId,

        @Schema(examples = "signed_out") @Nullable String reason,
        @Schema(examples = "203.0.113.7") @Nullable String ip,

        @Schema(examples = "4bf92f3577b34da6a3ce929d0e0e4736") @Nullable
        String traceId,

        @Schema(examples = "billing") @Nullable String clientId) {}
