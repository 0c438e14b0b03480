package dev.latchkey.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.latchkey.key.KeyFollower;
import dev.latchkey.key.SigningKeys;
import dev.latchkey.key.VerificationKey;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.revocation.Revocations;
import dev.latchkey.revocation.TokenKind;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether an access token is good. Never blocks: keys and revocations are in memory.
 *
 * <p>What cannot change about a token (its form, signature, issuer, audience, types of its claims) is remembered by the exact
 * token string, so that two spellings of one token are two tokens. What can change (the time, the revocation list, the keys) is
 * looked at on every call.
 */
@ApplicationScoped
public class AccessTokenVerifier {

    /** How far clocks may be apart; siblings may allow up to 60 s (standards A-08). */
    static final Duration SKEW = Duration.ofSeconds(30);

    private final SigningKeys signingKeys;
    private final KeyFollower keyFollower;
    private final TokenNames names;
    private final Revocations revocations;
    private final Clock clock;
    private final Cache<String, VerifiedToken> verified;

    AccessTokenVerifier(
            SigningKeys signingKeys,
            KeyFollower keyFollower,
            TokenNames names,
            Revocations revocations,
            Clock clock,
            TokenConfig config) {
        this.signingKeys = signingKeys;
        this.keyFollower = keyFollower;
        this.names = names;
        this.revocations = revocations;
        this.clock = clock;
        // bounded by number alone: expired ones are worth remembering too, see verifyIgnoringExpiry, and a cache that
        // minds the time would ask for it once more on every call
        this.verified = Caffeine.newBuilder().maximumSize(config.cacheSize()).build();
    }

    /**
     * Returns the token if it may be used now. One whose key this node does not know is refused like a made-up one: who wants to be
     * sure asks {@link #lookForKey} or {@link #awaitKey}.
     *
     * @throws InvalidTokenException if it is malformed, forged, expired, revoked, or not meant for us
     * @throws ProblemException if this node does not know at the moment what is revoked: 503, not the caller's fault
     */
    public VerifiedToken verify(String raw) throws InvalidTokenException {
        VerifiedToken known = verified.getIfPresent(raw);
        VerifiedToken token = known != null ? known : readGenuine(raw);
        if (known == null) {
            verified.put(raw, token);
        }
        requireWithinTime(token, clock.instant());
        revocations.requireFresh();
        requireKeyInUse(token);
        if (revocations.isRevoked(TokenKind.JTI, token.getTokenID())
                || (token.sid() != null && revocations.isRevoked(TokenKind.SID, token.sid()))) {
            throw InvalidTokenException.ofOurs("revoked");
        }
        return token;
    }

    /**
     * Returns the token if we issued it, although it may have expired or been revoked since: enough to end its session, and for
     * nothing else. Empty if the key has been withdrawn, for then anybody may have signed it. Remembered like one that is good, for
     * browsers send an expired cookie with each call until they refresh, and this runs on the event loop.
     */
    public Optional<VerifiedToken> verifyIgnoringExpiry(String raw) {
        try {
            VerifiedToken known = verified.getIfPresent(raw);
            VerifiedToken token = known != null ? known : readGenuine(raw);
            requireKeyInUse(token);
            if (known == null) {
                verified.put(raw, token);
            }
            return Optional.of(token);
        } catch (InvalidTokenException e) {
            return Optional.empty();
        }
    }

    /**
     * Empty if this node knows the key that the token names, or it names none. Otherwise the key is made up, or another node made it a
     * moment ago: what is returned completes, on another thread, when this node has looked. Then the token is to be judged, again if
     * it was already.
     * How long that may take, and for how many at once, is said at {@link KeyFollower#lookAgain}.
     */
    public Optional<Uni<Void>> lookForKey(String raw) {
        return namesUnknownKey(raw) ? Optional.of(keyFollower.lookAgain()) : Optional.empty();
    }

    /** The same for callers that may block, before they judge a token for good: never on the event loop, nor in a transaction. */
    public void awaitKey(String raw) {
        lookForKey(raw).ifPresent(look -> look.await().indefinitely());
    }

    private boolean namesUnknownKey(String raw) {
        try {
            if (verified.getIfPresent(raw) != null) {
                return false;
            }
            String kid = CompactJws.parse(raw).kid();
            // one that was withdrawn is known well enough: its tokens come for as long as nobody has refreshed them
            return signingKeys.find(kid).isEmpty() && !revocations.isRevoked(TokenKind.KID, kid);
        } catch (InvalidTokenException e) {
            return false;
        }
    }

    private VerifiedToken readGenuine(String raw) throws InvalidTokenException {
        CompactJws jws = CompactJws.parse(raw);
        VerificationKey key = signingKeys.find(jws.kid()).orElseThrow(() -> unknownKey(jws.kid()));
        if (!key.algorithm().name().equals(jws.algorithm())) {
            throw new InvalidTokenException("not the algorithm of this key");
        }
        if (!key.verifies(jws.signingInput(), jws.signature())) {
            throw new InvalidTokenException("wrong signature");
        }
        // only now is anything believed (standards A-21)
        Map<String, Object> claims = StrictJsonObject.parse(jws.payload());
        ClaimReader reader = new ClaimReader(claims);
        if (!reader.string("iss").equals(names.issuer())) {
            throw new InvalidTokenException("another issuer");
        }
        if (!reader.audience().contains(names.audience())) {
            throw new InvalidTokenException("meant for somebody else");
        }
        return VerifiedToken.of(raw, jws.kid(), claims);
    }

    /** One that was withdrawn is known no more, and its signatures say nothing. */
    private InvalidTokenException unknownKey(String kid) {
        return revocations.isRevoked(TokenKind.KID, kid)
                ? keyWithdrawn()
                : new InvalidTokenException("no key has this kid");
    }

    private static InvalidTokenException keyWithdrawn() {
        return InvalidTokenException.ofOurs("its key is withdrawn");
    }

    private static void requireWithinTime(VerifiedToken token, Instant now) throws InvalidTokenException {
        if (!now.isBefore(token.expiresAt().plus(SKEW))) {
            throw InvalidTokenException.ofOurs("expired");
        }
        if (now.plus(SKEW).isBefore(token.validFrom())) {
            throw InvalidTokenException.ofOurs("not valid yet");
        }
    }

    private void requireKeyInUse(VerifiedToken token) throws InvalidTokenException {
        if (revocations.isRevoked(TokenKind.KID, token.kid())
                || signingKeys.find(token.kid()).isEmpty()) {
            throw keyWithdrawn();
        }
    }
}
