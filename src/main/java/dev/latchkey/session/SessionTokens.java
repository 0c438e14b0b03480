package dev.latchkey.session;

import dev.latchkey.support.Randomness;
import dev.latchkey.support.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes, encodes and takes apart the values of session cookies: {@code lks_} + base64url(session id 16 ‖ secret 32). The secret
 * has 256 random bits and is stored as its digest only (standards S-01); what is not of this form costs no query.
 */
@ApplicationScoped
public class SessionTokens {

    private static final String PREFIX = "lks_";
    private static final int ID_BYTES = 16;
    private static final int SECRET_BYTES = 32;
    private static final int LENGTH = PREFIX.length() + (ID_BYTES + SECRET_BYTES) / 3 * 4;

    private final Randomness randomness;

    SessionTokens(Randomness randomness) {
        this.randomness = randomness;
    }

    /** Takes a value apart; empty if it is not of the form. Costs no query. */
    public Optional<SessionToken> parse(String token) {
        if (token.length() != LENGTH || !token.startsWith(PREFIX)) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        // padding makes fewer bytes of as many characters
        if (bytes.length != ID_BYTES + SECRET_BYTES) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        UUID sessionId = new UUID(fields.getLong(), fields.getLong());
        byte[] secret = new byte[SECRET_BYTES];
        fields.get(secret);
        return Optional.of(new SessionToken(sessionId, secret));
    }

    /** The one token that a session ever has. */
    SessionToken create(UUID sessionId) {
        return new SessionToken(sessionId, randomness.bytes(SECRET_BYTES));
    }

    /** What the client gets. */
    String encode(SessionToken token) {
        byte[] bytes = ByteBuffer.allocate(ID_BYTES + SECRET_BYTES)
                .putLong(token.sessionId().getMostSignificantBits())
                .putLong(token.sessionId().getLeastSignificantBits())
                .put(token.secret())
                .array();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What the row keeps. */
    byte[] hash(SessionToken token) {
        return Sha256.of(token.secret());
    }
}
