package dev.latchkey.verifier;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a token is revoked: one or two look-ups in memory, no call. Resources under JAX-RS are guarded by {@link
 * RevocationFilter} without more ado; inject this one to guard others, such as WebSocket handshakes, or to read how the list does.
 */
@ApplicationScoped
public class Verifier {

    private static final Logger LOG = Logger.getLogger(Verifier.class.getName());

    /**
     * For how long beyond its expiry a token may be good, for clocks differ (standards A-08). Its revocation is remembered for a minute
     * more: a runtime that allows for longer would then take it again.
     */
    private static final long MAX_SKEW_SECONDS = 60;

    private final boolean enabled;
    private final Clock clock;
    private final RevocationList list = new RevocationList(RevocationList.MAX_ENTRIES);
    private final TimeToDeny timeToDeny = new TimeToDeny();
    private final Freshness freshness;
    private final VerifierSettings.WhenStale whenStale;
    private final VerifierSettings.Readiness readiness;
    private final @Nullable Follower follower;
    private final AtomicBoolean started = new AtomicBoolean();

    @Inject
    Verifier(Config config) {
        this(
                VerifierSettings.isEnabled(config) ? VerifierSettings.from(config) : null,
                Clock.systemUTC(),
                System::nanoTime);
    }

    /** For the container's proxy, which is nothing but that. */
    protected Verifier() {
        this(null, Clock.systemUTC(), System::nanoTime);
    }

    /** @param settings null when no list is to be kept, so that no token counts as revoked */
    Verifier(@Nullable VerifierSettings settings, Clock clock, LongSupplier nanoTime) {
        this.enabled = settings != null;
        this.clock = clock;
        if (settings == null) {
            freshness = new Freshness(nanoTime, Duration.ZERO);
            whenStale = VerifierSettings.WhenStale.ACCEPT;
            readiness = VerifierSettings.Readiness.OFF;
            follower = null;
            return;
        }
        freshness = new Freshness(nanoTime, settings.maxStaleness());
        whenStale = settings.whenStale();
        readiness = settings.readiness();
        follower =
                new Follower(new Feed(settings, nanoTime), list, freshness, timeToDeny, clock, settings.maxStaleness());
    }

    /**
     * Begins to follow the feed, in the background: a service starts though Latchkey may be away. The container says when; where it does
     * not, the first token does. Repeated calls do nothing.
     */
    void start() {
        if (!started.compareAndSet(false, true)) {
            return;
        }
        if (follower == null) {
            LOG.warning("latchkey.verifier.enabled=false: revoked tokens are accepted until they expire");
            return;
        }
        follower.start();
    }

    @PreDestroy
    void stop() {
        if (follower != null) {
            follower.stop();
        }
    }

    /**
     * What is to become of a token whose signature and claims have been verified.
     *
     * @throws RuntimeException never for what a caller sends
     */
    public Verdict judge(JsonWebToken token) {
        if (!enabled) {
            return Verdict.GOOD;
        }
        if (!started.get()) {
            start();
        }
        if (isRevoked(token)) {
            return Verdict.REVOKED;
        }
        if (isLongExpired(token)) {
            return Verdict.EXPIRED;
        }
        boolean accepted = whenStale == VerifierSettings.WhenStale.ACCEPT && freshness.isLoaded();
        return !accepted && freshness.isStale() ? Verdict.UNKNOWN : Verdict.GOOD;
    }

    private boolean isRevoked(JsonWebToken token) {
        String session = TokenIds.session(token);
        if (session != null && list.contains(TokenKind.SID, session)) {
            return true;
        }
        String id = token.getTokenID();
        if (id != null && list.contains(TokenKind.JTI, id)) {
            return true;
        }
        if (!list.hasAny(TokenKind.KID)) {
            return false;
        }
        String key = TokenIds.key(token);
        // what does not say its key may be of any, the withdrawn one included
        return key == null || list.contains(TokenKind.KID, key);
    }

    private boolean isLongExpired(JsonWebToken token) {
        Long expiresAt = TokenIds.expiry(token);
        return expiresAt != null && clock.instant().getEpochSecond() - MAX_SKEW_SECONDS > expiresAt;
    }

    /** Whether the whole list was loaded since the start. */
    public boolean isLoaded() {
        return freshness.isLoaded();
    }

    /** Whether the list is older than {@code latchkey.verifier.max-staleness}, or was never loaded. */
    public boolean isStale() {
        return enabled && freshness.isStale();
    }

    /** How old the list may be; empty before it was first loaded. */
    public Optional<Duration> staleness() {
        return freshness.staleness();
    }

    /** As {@link #staleness()}, for MicroProfile Metrics, where the runtime has that; not a number before the list was first loaded. */
    @Gauge(name = "latchkey.revocation.staleness", absolute = true, unit = MetricUnits.SECONDS)
    public double stalenessSeconds() {
        return staleness().map(age -> age.toNanos() / 1e9).orElse(Double.NaN);
    }

    /** Number of entries in memory. */
    @Gauge(name = "latchkey.revocation.entries", absolute = true, unit = MetricUnits.NONE)
    public int size() {
        return list.size();
    }

    /** How long it took to learn of revocations. */
    public TimeToDeny timeToDeny() {
        return timeToDeny;
    }

    /** As {@link #timeToDeny()}, for MicroProfile Metrics, of which all versions share no more than gauges. */
    @Gauge(name = "latchkey.time.to.deny.count", absolute = true, unit = MetricUnits.NONE)
    public long timeToDenyCount() {
        return timeToDeny.count();
    }

    /** The delays of all of them together; its growth over that of the count is the average. */
    @Gauge(name = "latchkey.time.to.deny.sum", absolute = true, unit = MetricUnits.SECONDS)
    public double timeToDenySumSeconds() {
        return timeToDeny.total().toNanos() / 1e9;
    }

    /** The longest since the start. */
    @Gauge(name = "latchkey.time.to.deny.max", absolute = true, unit = MetricUnits.SECONDS)
    public double timeToDenyMaxSeconds() {
        return timeToDeny.max().toNanos() / 1e9;
    }

    /** As {@code latchkey.verifier.readiness} has it. */
    boolean isReady() {
        return switch (readiness) {
            case OFF -> true;
            case LOADED -> isLoaded();
            case FRESH -> !isStale();
        };
    }
}
