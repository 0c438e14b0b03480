package dev.latchkey.verifier;

import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;

/**
 * This service's copy of the revocation list. It grows by what the feed says and shrinks by what expires: nothing that the feed says
 * or leaves out makes it forget an entry before that.
 */
final class RevocationList {

    /**
     * Beyond, the feed is not believed: two hundred megabytes and more of revocations in the life of a few access tokens are not
     * sign-outs.
     */
    static final int MAX_ENTRIES = 5_000_000;

    private final ConcurrentHashMap<RevokedId, RevokedId> tokens = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<RevokedId, RevokedId> sessions = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<RevokedId, RevokedId> signingKeys = new ConcurrentHashMap<>();
    private final int maxEntries;

    RevocationList(int maxEntries) {
        this.maxEntries = maxEntries;
    }

    boolean contains(TokenKind kind, String tokenId) {
        return of(kind).containsKey(RevokedId.key(tokenId));
    }

    /** Whether there is anything to be looked for, so that a token's header need not be read for nothing. */
    boolean hasAny(TokenKind kind) {
        return !of(kind).isEmpty();
    }

    int size() {
        return tokens.size() + sessions.size() + signingKeys.size();
    }

    /**
     * Takes in an entry; a later expiry wins. For one thread.
     *
     * @return whether it was not known before
     * @throws FeedException when there are more entries than can be true
     */
    boolean learn(Revocation revocation) throws FeedException {
        RevokedId id = RevokedId.of(revocation.tokenId(), revocation.expiresAt());
        ConcurrentHashMap<RevokedId, RevokedId> known = of(revocation.kind());
        RevokedId earlier = known.get(id);
        if (earlier != null) {
            if (id.outlives(earlier)) {
                // the key carries the expiry too, but only the value's counts
                known.put(id, id);
            }
            return false;
        }
        if (size() >= maxEntries) {
            throw new FeedException("more than " + maxEntries + " entries");
        }
        known.put(id, id);
        return true;
    }

    void dropExpired(Instant now) {
        for (TokenKind kind : TokenKind.values()) {
            of(kind).values().removeIf(id -> id.isExpired(now));
        }
    }

    private ConcurrentHashMap<RevokedId, RevokedId> of(TokenKind kind) {
        return switch (kind) {
            case JTI -> tokens;
            case SID -> sessions;
            case KID -> signingKeys;
        };
    }
}
