package dev.latchkey.revocation;

import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * What lets a reader follow the stream: no longer than the token that opened it is good, for what was not asked again would outlive
 * the end of its client.
 */
final class Permit {

    private final @Nullable JsonWebToken token;

    private Permit(@Nullable JsonWebToken token) {
        this.token = token;
    }

    static Permit unlimited() {
        return new Permit(null);
    }

    static Permit of(JsonWebToken token) {
        return new Permit(token);
    }

    boolean isOver(Instant now, RevocationList list) {
        if (token == null) {
            return false;
        }
        String session = token.getClaim("sid");
        return now.getEpochSecond() >= token.getExpirationTime()
                || list.contains(TokenKind.JTI, token.getTokenID())
                || (session != null && list.contains(TokenKind.SID, session));
    }
}
