package dev.latchkey.revocation;

import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterators;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The entries of one kind: those whose ids can be packed, and by their text the few others. */
final class RevokedEntries {

    private final TokenKind kind;
    private final PackedEntries packed = new PackedEntries();
    private final ConcurrentHashMap<String, RevokedEntry> others = new ConcurrentHashMap<>();

    RevokedEntries(TokenKind kind) {
        this.kind = kind;
    }

    boolean contains(String tokenId) {
        PackedId id = PackedId.of(kind, tokenId);
        return id == null ? others.containsKey(tokenId) : packed.contains(id);
    }

    Optional<RevokedEntry> find(String tokenId) {
        PackedId id = PackedId.of(kind, tokenId);
        return id == null ? Optional.ofNullable(others.get(tokenId)) : packed.find(id);
    }

    /** Takes an entry in, united with the one that is there. @return whether there was none */
    boolean learn(String tokenId, RevokedEntry entry) {
        PackedId id = PackedId.of(kind, tokenId);
        return id == null ? learnOther(tokenId, entry) : packed.learn(id, entry);
    }

    private synchronized boolean learnOther(String tokenId, RevokedEntry entry) {
        RevokedEntry known = others.get(tokenId);
        others.put(tokenId, known == null ? entry : known.unitedWith(entry));
        return known == null;
    }

    void dropExpired(int second) {
        packed.dropExpired(second);
        others.values().removeIf(entry -> entry.isExpired(second));
    }

    int size() {
        return packed.size() + others.size();
    }

    /** What has not expired, of that what is wanted, read as it is asked for. */
    Stream<RevokedToken> living(int second, Predicate<RevokedEntry> wanted) {
        return Stream.concat(
                stream(packed.living(second))
                        .filter(found -> wanted.test(found.entry()))
                        .map(found -> found.entry().token(kind, found.id().tokenId(kind))),
                others.entrySet().stream()
                        .filter(other -> !other.getValue().isExpired(second) && wanted.test(other.getValue()))
                        .map(other -> other.getValue().token(kind, other.getKey())));
    }

    private static <T> Stream<T> stream(Iterator<T> iterator) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, 0), false);
    }
}
