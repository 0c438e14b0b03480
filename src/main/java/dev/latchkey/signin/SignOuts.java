package dev.latchkey.signin;

import dev.latchkey.identity.PresentedCookies;
import dev.latchkey.session.EndReason;
import dev.latchkey.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signs devices out. */
@ApplicationScoped
class SignOuts {

    private final PresentedSessions presented;
    private final Sessions sessions;
    private final Clock clock;

    SignOuts(PresentedSessions presented, Sessions sessions, Clock clock) {
        this.presented = presented;
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * Ends the session of a genuine refresh token, of whatever generation, or else of an access token with a genuine signature, even
     * if expired or revoked: who comes to sign out must not fail at it. Anything else changes nothing and is no error.
     */
    void signOut(@Nullable String refreshToken, @Nullable String accessToken) {
        presented
                .ofRefreshToken(refreshToken)
                .or(() -> presented.ofAccessToken(accessToken))
                .ifPresent(id -> sessions.end(id, EndReason.SIGNED_OUT, clock.instant()));
    }

    /** The same by cookies: ends whatever any of them is genuine of. */
    void signOut(PresentedCookies cookies) {
        Instant now = clock.instant();
        presented.of(cookies).forEach(id -> sessions.end(id, EndReason.SIGNED_OUT, now));
    }

    /** Ends one of the user's sessions; false if it is none of theirs. */
    boolean signOutOne(UUID userId, UUID current, UUID id) {
        EndReason reason = id.equals(current) ? EndReason.SIGNED_OUT : EndReason.SIGNED_OUT_ELSEWHERE;
        return sessions.endOwn(userId, id, reason, clock.instant());
    }

    /** Ends every other session of the user. */
    void signOutOthers(UUID userId, UUID current) {
        sessions.endAllOf(userId, Optional.of(current), EndReason.SIGNED_OUT_ELSEWHERE, userId, clock.instant());
    }

    /** Ends every session of the user. */
    @Transactional
    void signOutAll(UUID userId, UUID current) {
        Instant now = clock.instant();
        sessions.endAllOf(userId, Optional.of(current), EndReason.SIGNED_OUT_ELSEWHERE, userId, now);
        sessions.end(current, EndReason.SIGNED_OUT, now);
    }
}
