package dev.latchkey.session;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the history of a user's sessions.
 *
 * @param endReason code of an {@link EndReason}
 */
@RegisterForReflection // a query makes it
public record EndedSessionView(
        UUID id,
        String deviceName,
        String deviceType,
        @Nullable String ip,
        Instant createdAt,
        Instant lastSeenAt,
        Instant endedAt,
        String endReason) {}
