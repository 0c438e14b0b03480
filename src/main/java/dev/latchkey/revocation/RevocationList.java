package dev.latchkey.revocation;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * This node's copy of the revocation list. It grows by what is learned and shrinks by what expires: nothing is dropped here because
 * the database no longer has it.
 */
@Singleton
class RevocationList {

    private final RevokedEntries tokens = new RevokedEntries(TokenKind.JTI);
    private final RevokedEntries sessions = new RevokedEntries(TokenKind.SID);
    private final RevokedEntries signingKeys = new RevokedEntries(TokenKind.KID);

    private final AtomicInteger loads = new AtomicInteger();

    boolean contains(TokenKind kind, String tokenId) {
        return entries(kind).contains(tokenId);
    }

    Optional<String> reason(TokenKind kind, String tokenId) {
        return entries(kind).find(tokenId).map(RevokedEntry::reason);
    }

    int size() {
        return tokens.size() + sessions.size() + signingKeys.size();
    }

    /**
     * Takes in what the database has, or what was just committed to it. A later expiry wins.
     *
     * @return whether it was not known before
     */
    boolean learn(RevokedToken token) {
        return entries(token.kind()).learn(token.tokenId(), RevokedEntry.of(token, loads.get()));
    }

    /**
     * Begins a load of everything. To be called before the database is asked: whatever is in memory by then was committed, so that
     * an answer without it means that the database lost it.
     */
    void beginLoad() {
        loads.incrementAndGet();
    }

    /** What the load that was begun last has not brought and that still matters after {@code horizon}. */
    List<RevokedToken> findUnconfirmed(Instant horizon) {
        List<RevokedToken> unconfirmed = new ArrayList<>();
        int current = loads.get();
        int second = RevokedEntry.second(horizon);
        for (TokenKind kind : TokenKind.values()) {
            entries(kind)
                    .living(second, entry -> entry.confirmedBy() != current)
                    .forEach(unconfirmed::add);
        }
        return unconfirmed;
    }

    /**
     * What has not expired, in no order. Holds no copy: what is learned meanwhile may or may not be among it, what was there before
     * is.
     */
    Iterator<RevokedToken> live(Instant now) {
        int second = RevokedEntry.second(now);
        // not flatMap, whose iterator would copy all of a kind first
        return Stream.concat(
                        Stream.concat(live(TokenKind.KID, second), live(TokenKind.SID, second)),
                        live(TokenKind.JTI, second))
                .iterator();
    }

    private Stream<RevokedToken> live(TokenKind kind, int second) {
        return entries(kind).living(second, entry -> true);
    }

    void dropExpired(Instant now) {
        int second = RevokedEntry.second(now);
        tokens.dropExpired(second);
        sessions.dropExpired(second);
        signingKeys.dropExpired(second);
    }

    private RevokedEntries entries(TokenKind kind) {
        return switch (kind) {
            case JTI -> tokens;
            case SID -> sessions;
            case KID -> signingKeys;
        };
    }
}
