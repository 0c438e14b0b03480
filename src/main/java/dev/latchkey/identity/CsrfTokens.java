package dev.latchkey.identity;

import dev.latchkey.support.HmacSha256;
import dev.latchkey.support.PurposeKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.UUID;

/**
 * The proof that a request was made by a page that could read our answers: base64url(HMAC-SHA-256(key, session id)). A function of
 * the session, so nothing is stored, every node knows it, and it changes whenever the session's id does (standards C-06, OWASP
 * "signed double-submit"). No cookie holds it: who can plant cookies gains nothing.
 */
@ApplicationScoped
public class CsrfTokens {

    private static final String PURPOSE = "csrf";

    private final PurposeKeys keys;

    CsrfTokens(PurposeKeys keys) {
        this.keys = keys;
    }

    /** The token of a session. */
    public String of(UUID sessionId) {
        return of(sessionId, keys.primaryId());
    }

    /** Whether the token is this session's, under any known master key: rotating it must not break open pages. */
    boolean matches(UUID sessionId, String token) {
        byte[] presented = token.getBytes(StandardCharsets.UTF_8);
        boolean matches = false;
        for (int id : keys.ids()) {
            matches |= MessageDigest.isEqual(of(sessionId, id).getBytes(StandardCharsets.UTF_8), presented);
        }
        return matches;
    }

    private String of(UUID sessionId, int masterKeyId) {
        byte[] id = ByteBuffer.allocate(16)
                .putLong(sessionId.getMostSignificantBits())
                .putLong(sessionId.getLeastSignificantBits())
                .array();
        byte[] mac = HmacSha256.of(keys.key(masterKeyId, PURPOSE), id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }
}
