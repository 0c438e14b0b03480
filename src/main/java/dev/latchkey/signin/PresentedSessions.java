package dev.latchkey.signin;

import dev.latchkey.identity.PresentedCookies;
import dev.latchkey.session.LiveSessions;
import dev.latchkey.session.RefreshToken;
import dev.latchkey.session.RefreshTokens;
import dev.latchkey.session.SessionToken;
import dev.latchkey.session.SessionTokens;
import dev.latchkey.token.AccessTokenVerifier;
import dev.latchkey.token.VerifiedToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells which sessions somebody holds something genuine of: a refresh token of whatever generation, an access token even if expired or
 * revoked, a session cookie. Over or not, it is enough to end them, and for nothing else.
 */
@ApplicationScoped
class PresentedSessions {

    private final RefreshTokens refreshTokens;
    private final AccessTokenVerifier accessTokens;
    private final SessionTokens sessionTokens;
    private final LiveSessions liveSessions;

    PresentedSessions(
            RefreshTokens refreshTokens,
            AccessTokenVerifier accessTokens,
            SessionTokens sessionTokens,
            LiveSessions liveSessions) {
        this.refreshTokens = refreshTokens;
        this.accessTokens = accessTokens;
        this.sessionTokens = sessionTokens;
        this.liveSessions = liveSessions;
    }

    /** Those of a browser's cookies: usually one, but each cookie counts for itself. */
    Set<UUID> of(PresentedCookies cookies) {
        return Stream.of(
                        ofRefreshToken(cookies.refresh()),
                        ofAccessToken(cookies.access()),
                        Optional.ofNullable(cookies.session())
                                .flatMap(sessionTokens::parse)
                                .filter(liveSessions::isHeldBy)
                                .map(SessionToken::sessionId))
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    Optional<UUID> ofRefreshToken(@Nullable String token) {
        return Optional.ofNullable(token).flatMap(refreshTokens::parse).map(RefreshToken::sessionId);
    }

    /** Waits for a key that this node does not know yet: who was told that they are signed out must be. */
    Optional<UUID> ofAccessToken(@Nullable String token) {
        if (token == null) {
            return Optional.empty();
        }
        accessTokens.awaitKey(token);
        return accessTokens.verifyIgnoringExpiry(token).flatMap(VerifiedToken::sessionId);
    }
}
