package dev.latchkey.verifier;

import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * This service's copy of the revocation list. It grows by what the feed says and shrinks by what expires: nothing that the feed says
 * or leaves out makes it forget an entry before that. One thread writes, the threads that serve requests read.
 */
final class RevocationList {

    /**
     * Beyond, the feed is not believed: two hundred megabytes and more of revocations in the life of a few access tokens are not
     * sign-outs.
     */
    static final int MAX_ENTRIES = 5_000_000;

    private final Entries tokens = new Entries();
    private final Entries sessions = new Entries();
    private final Entries signingKeys = new Entries();
    private final int maxEntries;

    RevocationList(int maxEntries) {
        this.maxEntries = maxEntries;
    }

    boolean contains(TokenKind kind, String tokenId) {
        PackedId id = PackedId.of(kind, tokenId);
        return id == null
                ? of(kind).others.containsKey(tokenId)
                : of(kind).packed.contains(id);
    }

    /** Whether there is anything to be looked for, so that a token's header need not be read for nothing. */
    boolean hasAny(TokenKind kind) {
        return of(kind).size() > 0;
    }

    int size() {
        return tokens.size() + sessions.size() + signingKeys.size();
    }

    /**
     * Takes in an entry; a later expiry wins.
     *
     * @param over what has expired by then makes room when there is none
     * @return whether it was not known before
     * @throws FeedException when there are more entries than can be true
     */
    boolean learn(Revocation revocation, Instant over) throws FeedException {
        Entries entries = of(revocation.kind());
        int expiresAtSecond = roundedUp(revocation.expiresAt());
        PackedId id = PackedId.of(revocation.kind(), revocation.tokenId());
        Integer known = entries.expiresAtSecond(id, revocation.tokenId());
        if (known == null && size() >= maxEntries) {
            dropExpired(over);
            if (size() >= maxEntries) {
                throw new FeedException("more than " + maxEntries + " entries");
            }
        }
        if (known == null || Integer.compareUnsigned(expiresAtSecond, known) > 0) {
            entries.put(id, revocation.tokenId(), expiresAtSecond);
        }
        return known == null;
    }

    void dropExpired(Instant now) {
        int second = unsigned(now.getEpochSecond());
        tokens.dropExpired(second);
        sessions.dropExpired(second);
        signingKeys.dropExpired(second);
    }

    private static int roundedUp(Instant expiresAt) {
        return unsigned(expiresAt.getEpochSecond() + (expiresAt.getNano() > 0 ? 1 : 0));
    }

    /** As an unsigned number, which lasts until 2106, and never 0. */
    private static int unsigned(long second) {
        return (int) Math.max(1, Math.min(second, 0xffff_ffffL));
    }

    private Entries of(TokenKind kind) {
        return switch (kind) {
            case JTI -> tokens;
            case SID -> sessions;
            case KID -> signingKeys;
        };
    }

    /** Those of one kind: in the table what can be packed, and the few others by their text. */
    private static final class Entries {

        private final IdTable packed = new IdTable();
        private final ConcurrentHashMap<String, Integer> others = new ConcurrentHashMap<>();

        int size() {
            return packed.size() + others.size();
        }

        @Nullable
        Integer expiresAtSecond(@Nullable PackedId id, String text) {
            return id == null ? others.get(text) : packed.expiresAtSecond(id);
        }

        void put(@Nullable PackedId id, String text, int expiresAtSecond) {
            if (id == null) {
                others.put(text, expiresAtSecond);
            } else {
                packed.put(id, expiresAtSecond);
            }
        }

        void dropExpired(int second) {
            packed.dropExpired(second);
            others.values().removeIf(expiresAtSecond -> Integer.compareUnsigned(expiresAtSecond, second) <= 0);
        }
    }
}
