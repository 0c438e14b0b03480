package dev.latchkey.session;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One line of a user's device list. The id is a handle, not a secret. */
public record SessionView(
        UUID id,
        String deviceName,
        String deviceType,
        @Nullable String ip,
        Instant createdAt,
        Instant lastSeenAt,
        Instant idleExpiresAt,
        Instant expiresAt,
        boolean rememberMe,
        List<String> amr,
        boolean current) {}
