package dev.latchkey.key;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.revocation.Revocations;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys this node holds in memory. Asking for one reaches the database only when the one that signs was withdrawn a moment ago. */
@ApplicationScoped
public class SigningKeys {

    /** No access token lives longer, whatever {@code latchkey.token.access-ttl} is or was on any node. */
    public static final Duration LONGEST_TOKEN = Duration.ofHours(1);

    /** Before what serves requests, after the checks of the settings: without keys nothing works. */
    private static final int BEFORE_ANY_FEATURE_STARTS = 100;

    private static final Pattern THUMBPRINT = Pattern.compile("[\\w-]{43}");

    /** A node that heard from the database within this time knows the keys well enough; {@code publish-ahead} has room for it. */
    private static final Duration USUAL_SILENCE = Duration.ofSeconds(3);

    /** Not zero, which jose4j and so SmallRye JWT take for no statement at all, and then hold the keys for an hour. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final KeyRotation rotation;
    private final KeyMaterial material;
    private final StoredKeys storedKeys;
    private final KeySchedule schedule;
    private final KeyConfig keyConfig;
    private final KeyRingConfig config;
    private final Revocations revocations;
    private final Clock clock;
    private final KeyMetrics metrics;

    private volatile @Nullable KeyRing ring;

    SigningKeys(
            KeyRotation rotation,
            KeyMaterial material,
            StoredKeys storedKeys,
            KeySchedule schedule,
            KeyConfig keyConfig,
            KeyRingConfig config,
            Revocations revocations,
            Clock clock,
            KeyMetrics metrics) {
        this.rotation = rotation;
        this.material = material;
        this.storedKeys = storedKeys;
        this.schedule = schedule;
        this.keyConfig = keyConfig;
        this.config = config;
        this.revocations = revocations;
        this.clock = clock;
        this.metrics = metrics;
    }

    void start(@Observes @Priority(BEFORE_ANY_FEATURE_STARTS) StartupEvent event) {
        ring = SharedSecret.read(keyConfig, config)
                .map(KeyRing::closed)
                .orElseGet(() -> rotation.start(
                        config.importFile().map(file -> ImportedKey.read(file, keyConfig.algorithm(), material)),
                        clock.instant(),
                        revocations.clockWithinBound()));
        metrics.watch(this, clock);
    }

    /**
     * The key that signs new tokens. May wait for the database, hence not for the event loop.
     *
     * @throws ProblemException {@link ProblemType#UNAVAILABLE} if it was withdrawn and no other is known yet
     */
    public SigningKey signing() {
        return current()
                .or(() -> {
                    // withdrawn at another node, which has put another in its place by now
                    refresh();
                    return current();
                })
                .orElseThrow(
                        () -> new ProblemException(ProblemType.UNAVAILABLE, "There is no signing key at the moment.")
                                .retryAfterSeconds(1));
    }

    /** The same without waiting; empty if this node knows none. */
    public Optional<SigningKey> current() {
        return require().signing(clock.instant(), schedule::isWithdrawn);
    }

    /** The key that tokens naming this {@code kid} are verified with; the kid is a map key and nothing else (standards K-07). */
    public Optional<VerificationKey> find(String kid) {
        return Optional.ofNullable(require().byKid().get(kid));
    }

    /** All keys that a verifier may need, oldest first. The same list as long as nothing changes. */
    public List<VerificationKey> published() {
        return require().published();
    }

    /**
     * For how long a verifier may hold what {@link #published} says. Shorter by the time that this node has been deaf: a key published
     * meanwhile, of which it does not know, would sign before the verifier asks again.
     */
    public Duration cacheableFor() {
        Duration silence = revocations.staleness().orElse(Duration.ZERO).minus(USUAL_SILENCE);
        Duration left =
                silence.isNegative() ? config.jwksMaxAge() : config.jwksMaxAge().minus(silence);
        return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    }

    /** What keys are made for unless somebody asks for another. */
    public KeyAlgorithm configuredAlgorithm() {
        return keyConfig.algorithm();
    }

    /** Who computes this node's signatures, in words for operators. */
    public String provider() {
        return isClosed() ? SharedSecret.PROVIDER : material.provider();
    }

    /** The newest of the keys that there were, newest first, from the database; none where a shared secret signs. */
    public List<KeyView> list(int limit) {
        return isClosed() ? List.of() : rotation.list(limit);
    }

    /**
     * Publishes a key that signs after {@code latchkey.key.publish-ahead}; answers one that is waiting already if there is one.
     *
     * @param algorithm asymmetric
     * @param actor the administrator
     * @throws ProblemException {@link ProblemType#INVALID_REQUEST} where a shared secret signs
     */
    public KeyView rotate(KeyAlgorithm algorithm, UUID actor) {
        if (isClosed()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "Tokens are signed with a configured secret, which is not rotated here.");
        }
        KeyView next = rotation.rotate(algorithm, actor, clock.instant());
        refresh();
        return next;
    }

    /**
     * Takes a compromised key out at once, everywhere; another one signs if it was the one.
     *
     * @param actor the administrator
     * @return whether there was such a key
     */
    public boolean withdraw(String kid, UUID actor) {
        boolean found =
                !isClosed() && THUMBPRINT.matcher(kid).matches() && rotation.withdraw(kid, actor, clock.instant());
        refresh();
        return found;
    }

    /** Looks whether the stored keys have changed, does what is due, and follows. Blocks; by one thread at a time. */
    synchronized void refresh() {
        if (!isClosed() && storedKeys.differFrom(require().stored())) {
            ring = rotation.read(ring);
        }
    }

    /** Does what is due, unless this node's clock is not to be trusted, and follows what this or another node did. */
    void poll() {
        if (ring == null) {
            // the scheduler begins before the keys are loaded
            return;
        }
        refresh();
        if (!isClosed()
                && revocations.clockWithinBound()
                && schedule.isDue(require().stored(), clock.instant())) {
            rotation.settle(clock.instant());
            refresh();
        }
    }

    List<StoredKey> stored() {
        return require().stored();
    }

    /** Whether a shared secret signs, which no other key ever follows. */
    boolean isClosed() {
        return keyConfig.algorithm().isSymmetric();
    }

    private KeyRing require() {
        KeyRing current = ring;
        if (current == null) {
            throw new IllegalStateException("The signing keys are not loaded yet");
        }
        return current;
    }
}
