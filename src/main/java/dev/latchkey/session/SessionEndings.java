package dev.latchkey.session;

import dev.latchkey.revocation.SessionRevocationLost;
import dev.latchkey.user.PasswordCompromised;
import dev.latchkey.user.RoleRemoved;
import dev.latchkey.user.UserDeleted;
import dev.latchkey.user.UserDisabled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What elsewhere makes sessions end, in the same transaction as the change itself. */
@ApplicationScoped
class SessionEndings {

    private final Sessions sessions;
    private final Clock clock;

    SessionEndings(Sessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    void onDisabled(@Observes UserDisabled event) {
        endAll(event.userId(), EndReason.DISABLED, event.actorId());
    }

    void onDeleted(@Observes UserDeleted event) {
        endAll(event.userId(), EndReason.ERASED, event.actorId());
    }

    void onRoleRemoved(@Observes RoleRemoved event) {
        endAll(event.userId(), EndReason.ROLE_REMOVED, event.actorId());
    }

    void onPasswordCompromised(@Observes PasswordCompromised event) {
        endAll(event.userId(), EndReason.ADMINISTRATOR, event.actorId());
    }

    /** A failover lost the end of a session that this node still knows of: it ends again. */
    void onRevocationLost(@Observes SessionRevocationLost event) {
        sessions.end(event.sessionId(), EndReason.of(event.reason()), clock.instant());
    }

    private void endAll(UUID userId, EndReason reason, UUID actorId) {
        Instant now = clock.instant();
        sessions.endAllOf(userId, Optional.empty(), reason, actorId, now);
    }
}
