package dev.latchkey.revocation;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Base64;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * What lets a reader follow the stream: no longer than the token that opened it is good, for what was not asked again would outlive
 * the end of its client.
 */
final class Permit {

    private final @Nullable JsonWebToken token;
    private final @Nullable String kid;

    private Permit(@Nullable JsonWebToken token, @Nullable String kid) {
        this.token = token;
        this.kid = kid;
    }

    static Permit unlimited() {
        return new Permit(null, null);
    }

    /** @param token verified already */
    static Permit of(JsonWebToken token) {
        return new Permit(token, kid(token.getRawToken()));
    }

    /** Whoever was let in by a session cookie has no token, and no key that could be withdrawn. */
    private static @Nullable String kid(@Nullable String raw) {
        if (raw == null) {
            return null;
        }
        byte[] header = Base64.getUrlDecoder().decode(raw.substring(0, raw.indexOf('.')));
        return new JsonObject(Buffer.buffer(header)).getString("kid");
    }

    boolean isOver(Instant now, RevocationList list) {
        if (token == null) {
            return false;
        }
        String session = token.getClaim("sid");
        return now.getEpochSecond() >= token.getExpirationTime()
                || list.contains(TokenKind.JTI, token.getTokenID())
                || (session != null && list.contains(TokenKind.SID, session))
                || (kid != null && list.contains(TokenKind.KID, kid));
    }
}
