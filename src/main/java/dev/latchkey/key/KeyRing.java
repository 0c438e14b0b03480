package dev.latchkey.key;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The keys of one moment. Replaced as a whole, never changed.
 *
 * @param stored the rows it was made of
 * @param signers what signs, and what is going to: each node changes over by itself at the time that was published, even if it cannot
 *     reach the database then
 * @param published all keys that a verifier may need, oldest first
 */
record KeyRing(
        List<StoredKey> stored,
        Map<String, SigningKey> signers,
        Map<String, VerificationKey> byKid,
        List<VerificationKey> published) {

    static KeyRing of(List<StoredKey> stored, List<SigningKey> signers, List<VerificationKey> published) {
        return new KeyRing(
                List.copyOf(stored),
                signers.stream().collect(Collectors.toUnmodifiableMap(SigningKey::kid, Function.identity())),
                published.stream().collect(Collectors.toUnmodifiableMap(VerificationKey::kid, Function.identity())),
                List.copyOf(published));
    }

    /** A shared secret, which signs for ever and is published nowhere. */
    static KeyRing closed(SigningKey secret) {
        return new KeyRing(
                List.of(new StoredKey(secret.kid(), KeyState.SIGNING, Instant.EPOCH, null)),
                Map.of(secret.kid(), secret),
                Map.of(secret.kid(), secret.verificationKey()),
                List.of());
    }

    /** The key that signs now: the latest of those whose time has come, leaving out what is withdrawn. */
    Optional<SigningKey> signing(Instant now, Predicate<String> isWithdrawn) {
        return stored.stream()
                .filter(key -> key.is(KeyState.SIGNING) || key.mayBegin(now))
                .filter(key -> !isWithdrawn.test(key.kid()))
                .max(Comparator.comparing(StoredKey::signsFrom))
                .map(key -> signers.get(key.kid()));
    }
}
