package dev.latchkey.session;

import dev.latchkey.revocation.Revocations;
import dev.latchkey.revocation.TokenKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/** Looks at refresh tokens without using them. */
@ApplicationScoped
public class CurrentRefreshTokens {

    private final RefreshTokens tokens;
    private final Revocations revocations;

    CurrentRefreshTokens(RefreshTokens tokens, Revocations revocations) {
        this.tokens = tokens;
        this.revocations = revocations;
    }

    /**
     * The live session of which this is the current token; empty if the session is over or the token is an earlier one, also within
     * the grace. Writes nothing, so nothing rotates and nothing ends. 503 {@code unavailable} while this node cannot judge.
     */
    @Transactional
    public Optional<LiveSession> find(RefreshToken token, Instant now) {
        revocations.requireFresh();
        if (revocations.isRevoked(TokenKind.SID, token.sessionId().toString())) {
            return Optional.empty();
        }
        return Session.findWithUser(token.sessionId())
                .filter(found -> found.session().generation() == token.generation()
                        && MessageDigest.isEqual(found.session().refreshHash(), tokens.hash(token))
                        && found.session().endAt(now).isEmpty())
                .map(found -> new LiveSession(found.session().grant(), found.user()));
    }
}
