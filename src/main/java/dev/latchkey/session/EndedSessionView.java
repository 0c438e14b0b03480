package dev.latchkey.session;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One line of the history of a user's sessions.
 *
 * @param endReason code of an {@link EndReason}
 */
@RegisterForReflection // a query makes it
public record EndedSessionView(
        @Schema(examples = "018f2d4e-7c11-7a3b-9d52-1f0e6a7b8c9d")
        UUID id,

        @Schema(examples = "Firefox on Linux") String deviceName,
        @Schema(examples = "desktop") String deviceType,
        @Schema(examples = "203.0.113.7") @Nullable String ip,
        @Schema(examples = "2026-11-21T12:00:00Z") Instant createdAt,
        @Schema(examples = "2026-11-21T12:10:00Z") Instant lastSeenAt,
        @Schema(examples = "2026-11-21T12:40:00Z") Instant endedAt,
        @Schema(examples = "signed_out") String endReason) {}
