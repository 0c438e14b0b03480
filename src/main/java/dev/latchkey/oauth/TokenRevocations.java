package dev.latchkey.oauth;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditType;
import dev.latchkey.client.ClientIds;
import dev.latchkey.client.RegisteredClient;
import dev.latchkey.revocation.Revocations;
import dev.latchkey.revocation.TokenKind;
import dev.latchkey.session.EndReason;
import dev.latchkey.session.RefreshToken;
import dev.latchkey.session.RefreshTokens;
import dev.latchkey.session.Sessions;
import dev.latchkey.token.AccessTokenVerifier;
import dev.latchkey.token.VerifiedToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes tokens worthless at the wish of a client that holds them (RFC 7009 §2.1): its own, and those of people signed in at Latchkey,
 * who could do the same with them at {@code /auth/sign-out} without being anybody. Never those of another client (standards V-02).
 */
@ApplicationScoped
class TokenRevocations {

    private static final String REASON = "revoked";

    private final RefreshTokens refreshTokens;
    private final AccessTokenVerifier accessTokens;
    private final Sessions sessions;
    private final Revocations revocations;
    private final Audit audit;
    private final Clock clock;

    TokenRevocations(
            RefreshTokens refreshTokens,
            AccessTokenVerifier accessTokens,
            Sessions sessions,
            Revocations revocations,
            Audit audit,
            Clock clock) {
        this.refreshTokens = refreshTokens;
        this.accessTokens = accessTokens;
        this.sessions = sessions;
        this.revocations = revocations;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Revokes a token of whatever kind, regardless of the caller's hint. A refresh token takes its session with it, and so the access
     * tokens of that session (standards V-03). What is unknown, malformed, expired or revoked already is no error.
     *
     * @throws OAuthException {@code unauthorized_client} if the token was issued to another client
     */
    @Transactional
    void revoke(String token, RegisteredClient caller) {
        Instant now = clock.instant();
        Optional<RefreshToken> refresh = refreshTokens.parse(token);
        if (refresh.isPresent()) {
            sessions.end(refresh.get().sessionId(), EndReason.SIGNED_OUT, caller.clientId(), now);
            return;
        }
        accessTokens.verifyIgnoringExpiry(token).ifPresent(access -> revoke(access, caller, now));
    }

    private void revoke(VerifiedToken token, RegisteredClient caller, Instant now) {
        String clientId = token.getClaim("client_id");
        if (!clientId.equals(caller.clientId()) && !clientId.equals(ClientIds.FIRST_PARTY)) {
            throw new OAuthException(OAuthException.UNAUTHORIZED_CLIENT, "The token was issued to another client.");
        }
        Instant expiresAt = token.expiresAt().plus(Revocations.MARGIN);
        if (!revocations.isOver(expiresAt, now) && !revocations.isRevoked(TokenKind.JTI, token.getTokenID())) {
            revocations.revoke(TokenKind.JTI, token.getTokenID(), expiresAt, REASON, now);
            AuditEntry entry = AuditEntry.success(AuditType.TOKEN_REVOKED)
                    .user(token.userId().orElse(null))
                    .client(caller.clientId());
            Optional<UUID> session = token.sessionId();
            audit.record(session.map(entry::session).orElse(entry), now);
        }
    }
}
