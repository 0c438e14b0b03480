package dev.latchkey.key;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys this node holds in memory. Asking for one never reaches the database. */
@ApplicationScoped
public class SigningKeys {

    /** Before what serves requests, after the checks of the settings: without keys nothing works. */
    private static final int BEFORE_ANY_FEATURE_STARTS = 100;

    private final SigningKeyStore store;
    private final KeyConfig config;
    private final Clock clock;
    private volatile @Nullable KeyRing ring;

    SigningKeys(SigningKeyStore store, KeyConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes @Priority(BEFORE_ANY_FEATURE_STARTS) StartupEvent event) {
        ring = store.loadOrCreate(config.algorithm(), clock.instant());
    }

    /** The key that signs new tokens. */
    public SigningKey signing() {
        return require().signing();
    }

    /** The key that tokens naming this {@code kid} are verified with; the kid is a map key and nothing else (standards K-07). */
    public Optional<VerificationKey> find(String kid) {
        return Optional.ofNullable(require().byKid().get(kid));
    }

    /** All keys that a verifier may need, oldest first. */
    public List<VerificationKey> published() {
        return require().published();
    }

    private KeyRing require() {
        KeyRing current = ring;
        if (current == null) {
            throw new IllegalStateException("The signing keys are not loaded yet");
        }
        return current;
    }
}
