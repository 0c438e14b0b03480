package dev.latchkey.session;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One line of a user's device list. The id is a handle, not a secret. */
public record SessionView(
        @Schema(examples = "018f2d4e-7c11-7a3b-9d52-1f0e6a7b8c9d")
        UUID id,

        @Schema(examples = "Firefox on Linux") String deviceName,
        @Schema(examples = "desktop") String deviceType,
        @Schema(examples = "203.0.113.7") @Nullable String ip,
        @Schema(examples = "2026-11-21T12:00:00Z") Instant createdAt,
        @Schema(examples = "2026-11-21T12:10:00Z") Instant lastSeenAt,
        @Schema(examples = "2026-11-21T12:40:00Z") Instant idleExpiresAt,
        @Schema(examples = "2026-11-22T00:00:00Z") Instant expiresAt,
        @Schema(examples = "false") boolean rememberMe,
        @Schema(examples = "[\"pwd\"]") List<String> amr,
        @Schema(examples = "true") boolean current) {}
