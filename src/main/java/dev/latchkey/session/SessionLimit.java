package dev.latchkey.session;

import java.time.Instant;
import java.util.UUID;

/** As much of a session as the sweep needs. */
record SessionLimit(UUID id, boolean ended, Instant idleExpiresAt) {

    boolean isLive(Instant now) {
        return !ended && now.isBefore(idleExpiresAt);
    }

    boolean isOver(Instant now) {
        return !ended && !now.isBefore(idleExpiresAt);
    }
}
