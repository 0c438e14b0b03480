package dev.latchkey.session;

import dev.latchkey.support.HmacSha256;
import dev.latchkey.support.PurposeKeys;
import dev.latchkey.support.Randomness;
import dev.latchkey.support.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes, encodes and takes apart refresh tokens: {@code lkr_} + base64url(master key id 1 ‖ session id 16 ‖ generation 4 ‖
 * secret 32 ‖ tag 16).
 *
 * <p>The tag lets garbage be refused without a query. A secret's successor is HMAC-SHA-256(K₁, session id ‖ next generation ‖
 * secret): a stolen database cannot make it, for it holds digests; a stolen key alone cannot, for it lacks the secret; and whoever
 * presents the predecessor can be given the same successor twice with nothing cached. The prefix lets secret scanners find leaks
 * (RFC 9700 §4.14.2, standards R-01).
 */
@ApplicationScoped
public class RefreshTokens {

    private static final String PREFIX = "lkr_";
    private static final int SECRET_BYTES = 32;
    private static final int TAG_BYTES = 16;
    private static final int BODY_BYTES = 1 + 16 + 4 + SECRET_BYTES;
    private static final int LENGTH = PREFIX.length() + (BODY_BYTES + TAG_BYTES) / 3 * 4;
    private static final String SUCCESSOR_KEY = "refresh-token-successor";
    private static final String TAG_KEY = "refresh-token-tag";

    private final PurposeKeys keys;
    private final Randomness randomness;

    RefreshTokens(PurposeKeys keys, Randomness randomness) {
        this.keys = keys;
        this.randomness = randomness;
    }

    /** Takes a token apart; empty if it was not made here. Costs no query. */
    public Optional<RefreshToken> parse(String token) {
        if (token.length() != LENGTH || !token.startsWith(PREFIX)) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int masterKeyId = Byte.toUnsignedInt(bytes[0]);
        if (!keys.ids().contains(masterKeyId)) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOf(bytes, BODY_BYTES);
        if (!MessageDigest.isEqual(tag(masterKeyId, body), Arrays.copyOfRange(bytes, BODY_BYTES, bytes.length))) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(body).position(1);
        UUID sessionId = new UUID(fields.getLong(), fields.getLong());
        int generation = fields.getInt();
        byte[] secret = new byte[SECRET_BYTES];
        fields.get(secret);
        return Optional.of(new RefreshToken(masterKeyId, sessionId, generation, secret));
    }

    /** The first token of a session. */
    RefreshToken first(UUID sessionId) {
        return new RefreshToken(keys.primaryId(), sessionId, 0, randomness.bytes(SECRET_BYTES));
    }

    /** The one successor of a token under a master key. */
    RefreshToken successor(RefreshToken token, int masterKeyId) {
        byte[] input = ByteBuffer.allocate(20 + SECRET_BYTES)
                .putLong(token.sessionId().getMostSignificantBits())
                .putLong(token.sessionId().getLeastSignificantBits())
                .putInt(token.generation() + 1)
                .put(token.secret())
                .array();
        byte[] secret = HmacSha256.of(keys.key(masterKeyId, SUCCESSOR_KEY), input);
        return new RefreshToken(masterKeyId, token.sessionId(), token.generation() + 1, secret);
    }

    /** The one successor of a token under the primary master key. */
    RefreshToken successor(RefreshToken token) {
        return successor(token, keys.primaryId());
    }

    /** The successor that was stored, whichever known master key it was made under: the primary may have changed in between. */
    Optional<RefreshToken> successorWithHash(RefreshToken token, byte[] hash) {
        return keys.ids().stream()
                .map(id -> successor(token, id))
                .filter(next -> MessageDigest.isEqual(hash(next), hash))
                .findFirst();
    }

    /** What the client gets. */
    String encode(RefreshToken token) {
        byte[] body = ByteBuffer.allocate(BODY_BYTES)
                .put((byte) token.masterKeyId())
                .putLong(token.sessionId().getMostSignificantBits())
                .putLong(token.sessionId().getLeastSignificantBits())
                .putInt(token.generation())
                .put(token.secret())
                .array();
        byte[] bytes = Arrays.copyOf(body, BODY_BYTES + TAG_BYTES);
        System.arraycopy(tag(token.masterKeyId(), body), 0, bytes, BODY_BYTES, TAG_BYTES);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What the row keeps. */
    byte[] hash(RefreshToken token) {
        return Sha256.of(token.secret());
    }

    private byte[] tag(int masterKeyId, byte[] body) {
        return Arrays.copyOf(HmacSha256.of(keys.key(masterKeyId, TAG_KEY), body), TAG_BYTES);
    }
}
