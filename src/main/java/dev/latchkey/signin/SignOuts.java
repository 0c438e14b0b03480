package dev.latchkey.signin;

import dev.latchkey.identity.PresentedCookies;
import dev.latchkey.session.EndReason;
import dev.latchkey.session.LiveSessions;
import dev.latchkey.session.RefreshToken;
import dev.latchkey.session.RefreshTokens;
import dev.latchkey.session.SessionTokens;
import dev.latchkey.session.Sessions;
import dev.latchkey.token.AccessTokenVerifier;
import dev.latchkey.token.VerifiedToken;
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

    private final RefreshTokens refreshTokens;
    private final SessionTokens sessionTokens;
    private final AccessTokenVerifier accessTokens;
    private final Sessions sessions;
    private final LiveSessions liveSessions;
    private final Clock clock;

    SignOuts(
            RefreshTokens refreshTokens,
            SessionTokens sessionTokens,
            AccessTokenVerifier accessTokens,
            Sessions sessions,
            LiveSessions liveSessions,
            Clock clock) {
        this.refreshTokens = refreshTokens;
        this.sessionTokens = sessionTokens;
        this.liveSessions = liveSessions;
        this.accessTokens = accessTokens;
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * Ends the session of a genuine refresh token, of whatever generation, or else of an access token with a genuine signature, even
     * if expired or revoked: who comes to sign out must not fail at it. Anything else changes nothing and is no error.
     */
    void signOut(@Nullable String refreshToken, @Nullable String accessToken) {
        named(refreshToken, accessToken).ifPresent(id -> sessions.end(id, EndReason.SIGNED_OUT, clock.instant()));
    }

    /** The same by cookies. */
    void signOut(PresentedCookies cookies) {
        end(cookies, EndReason.SIGNED_OUT);
    }

    /** Ends what the browser was signed in to before it signed in anew: nothing it held stays good (standards S-03). */
    void replace(PresentedCookies cookies) {
        end(cookies, EndReason.REPLACED);
    }

    private void end(PresentedCookies cookies, EndReason reason) {
        Instant now = clock.instant();
        named(cookies.refresh(), cookies.access()).ifPresent(id -> sessions.end(id, reason, now));
        Optional.ofNullable(cookies.session())
                .flatMap(sessionTokens::parse)
                .filter(liveSessions::isHeldBy)
                .ifPresent(token -> sessions.end(token.sessionId(), reason, now));
    }

    private Optional<UUID> named(@Nullable String refreshToken, @Nullable String accessToken) {
        return Optional.ofNullable(refreshToken)
                .flatMap(refreshTokens::parse)
                .map(RefreshToken::sessionId)
                .or(() -> Optional.ofNullable(accessToken)
                        .flatMap(accessTokens::verifyIgnoringExpiry)
                        .flatMap(VerifiedToken::sessionId));
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
