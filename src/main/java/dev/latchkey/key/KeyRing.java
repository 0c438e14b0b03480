package dev.latchkey.key;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The keys of one moment. Replaced as a whole, never changed. */
record KeyRing(SigningKey signing, Map<String, VerificationKey> byKid, List<VerificationKey> published) {

    static KeyRing of(SigningKey signing, List<VerificationKey> published) {
        Map<String, VerificationKey> byKid =
                published.stream().collect(Collectors.toUnmodifiableMap(VerificationKey::kid, Function.identity()));
        return new KeyRing(signing, byKid, List.copyOf(published));
    }
}
