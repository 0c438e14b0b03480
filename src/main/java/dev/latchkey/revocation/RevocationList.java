package dev.latchkey.revocation;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * This node's copy of the revocation list. It grows by what is learned and shrinks by what expires: nothing is dropped here because
 * the database no longer has it.
 */
@Singleton
class RevocationList {

    private final ConcurrentHashMap<Object, RevokedEntry> tokens = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Object, RevokedEntry> sessions = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Object, RevokedEntry> signingKeys = new ConcurrentHashMap<>();

    private final AtomicInteger loads = new AtomicInteger();

    boolean contains(TokenKind kind, String tokenId) {
        return entries(kind).containsKey(PackedId.keyOf(kind, tokenId));
    }

    Optional<String> reason(TokenKind kind, String tokenId) {
        return Optional.ofNullable(entries(kind).get(PackedId.keyOf(kind, tokenId)))
                .map(RevokedEntry::reason);
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
        ConcurrentHashMap<Object, RevokedEntry> entries = entries(token.kind());
        int current = loads.get();
        Object id = PackedId.keyOf(token.kind(), token.tokenId());
        RevokedEntry entry = new RevokedEntry(id, token, current);
        Object key = id instanceof PackedId ? entry : id;
        RevokedEntry known = entries.putIfAbsent(key, entry);
        if (known == null) {
            return true;
        }
        known.confirm(current);
        if (entry.outlives(known)) {
            entries.computeIfPresent(key, (same, old) -> entry.outlives(old) ? entry : old);
        }
        return false;
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
        for (TokenKind kind : TokenKind.values()) {
            entries(kind).forEach((key, entry) -> {
                if (!entry.isConfirmedBy(current) && !entry.isExpired(horizon)) {
                    unconfirmed.add(entry.token(kind, key));
                }
            });
        }
        return unconfirmed;
    }

    /**
     * What has not expired, in no order. Holds no copy: what is learned meanwhile may or may not be among it, what was there before
     * is.
     */
    Iterator<RevokedToken> live(Instant now) {
        // not flatMap, whose iterator would copy all of a kind first
        return Stream.concat(
                        Stream.concat(live(TokenKind.KID, now), live(TokenKind.SID, now)), live(TokenKind.JTI, now))
                .iterator();
    }

    private Stream<RevokedToken> live(TokenKind kind, Instant now) {
        return entries(kind).entrySet().stream()
                .filter(entry -> !entry.getValue().isExpired(now))
                .map(entry -> entry.getValue().token(kind, entry.getKey()));
    }

    void dropExpired(Instant now) {
        for (TokenKind kind : TokenKind.values()) {
            entries(kind).values().removeIf(entry -> entry.isExpired(now));
        }
    }

    private ConcurrentHashMap<Object, RevokedEntry> entries(TokenKind kind) {
        return switch (kind) {
            case JTI -> tokens;
            case SID -> sessions;
            case KID -> signingKeys;
        };
    }
}
