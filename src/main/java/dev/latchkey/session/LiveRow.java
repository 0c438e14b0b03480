package dev.latchkey.session;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** As much of a live session as the device list shows, in the types of the table. */
@RegisterForReflection // a query makes it
@SuppressWarnings("ArrayRecordComponent") // never compared
record LiveRow(
        UUID id,
        String deviceName,
        String deviceType,
        @Nullable String ip,
        Instant createdAt,
        Instant lastSeenAt,
        Instant idleExpiresAt,
        Instant expiresAt,
        boolean rememberMe,
        String[] amr) {

    SessionView view(UUID current) {
        return new SessionView(
                id,
                deviceName,
                deviceType,
                ip,
                createdAt,
                lastSeenAt,
                idleExpiresAt,
                expiresAt,
                rememberMe,
                List.of(amr),
                id.equals(current));
    }
}
