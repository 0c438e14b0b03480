package dev.latchkey.throttle;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.support.MonotonicClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Limits by source on calls that need no password (standards T-05). A sign-up makes rows, hashes and mails, and asking for a link
 * rows and mails, so all nodes share their buckets. The others guess at 256 random bits and cost less than a statement would: what is limited is work, and each node bounds its
 * own, in memory.
 */
@ApplicationScoped
public class SourceLimits {

    /** Sources remembered on a node: who has more addresses than this is limited elsewhere. */
    private static final int MOST_SOURCES = 50_000;

    /** What is limited. */
    public enum Call {
        /** Each. */
        SIGN_UP,
        /** Each that asks for a mailed link. */
        RECOVERY,
        /** Those with what is no such link, or no longer. */
        LINK,
        /** Those with what is no refresh token. */
        REFRESH,
        /** Each. */
        CSRF,
        /** Those of {@code /oauth2/*} by what is no client. */
        CLIENT,
        /** Those of one client about what is no token. */
        INTROSPECTION;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Caller(Call call, String source) {}

    private final boolean enabled;
    private final Map<Call, Limit> limits;
    private final Buckets buckets;
    private final KeyedDigests digests;
    private final Meter.MeterProvider<Counter> refused;
    private final Clock clock;
    private final MonotonicClock monotonicClock;
    private final Cache<Caller, Long> fullAt =
            Caffeine.newBuilder().maximumSize(MOST_SOURCES).build();

    SourceLimits(
            ThrottleConfig config,
            Buckets buckets,
            KeyedDigests digests,
            MeterRegistry metrics,
            Clock clock,
            MonotonicClock monotonicClock) {
        this.enabled = config.enabled();
        this.limits = Map.of(
                Call.SIGN_UP, config.signUp(),
                Call.RECOVERY, config.recovery(),
                Call.LINK, config.link(),
                Call.REFRESH, config.refresh(),
                Call.CSRF, config.csrf(),
                Call.CLIENT, config.client(),
                Call.INTROSPECTION, config.introspection());
        this.buckets = buckets;
        this.digests = digests;
        this.refused = Counter.builder("latchkey.throttle.calls.refused")
                .description("Calls refused because too many came from their source")
                .withRegistry(metrics);
        this.clock = clock;
        this.monotonicClock = monotonicClock;
    }

    /**
     * Spends one of the caller's; not to be called within a transaction.
     *
     * @throws ProblemException 429 {@code too-many-attempts} if there is none
     */
    public void spend(Call call, @Nullable String ip) {
        spendOf(call, Source.of(ip));
    }

    /** The same of a client that has said who it is, wherever it calls from. */
    public void spendOfClient(Call call, String clientId) {
        spendOf(call, clientId);
    }

    private void spendOf(Call call, String source) {
        if (!enabled) {
            return;
        }
        Optional<Duration> wait = switch (call) {
            case SIGN_UP -> ofAllNodes(call, Bucket.Kind.SIGN_UP, source);
            case RECOVERY -> ofAllNodes(call, Bucket.Kind.RECOVERY, source);
            case LINK, REFRESH, CSRF, CLIENT, INTROSPECTION -> ofThisNode(new Caller(call, source));
        };
        if (wait.isPresent()) {
            refused.withTag("call", call.code()).increment();
            throw TooManyAttempts.problem(wait.get());
        }
    }

    private Optional<Duration> ofAllNodes(Call call, Bucket.Kind kind, String source) {
        Instant now = clock.instant();
        Limit limit = limitOf(call);
        Bucket bucket =
                new Bucket(kind, digests.of(call.code() + "/source", source), 0, limit, now.plus(limit.untilFull()));
        return buckets.take(List.of(bucket), now) instanceof Take.Refused refused
                ? Optional.of(refused.delay())
                : Optional.empty();
    }

    private Optional<Duration> ofThisNode(Caller caller) {
        long now = monotonicClock.nanos();
        long refill = limitOf(caller.call()).refill().toNanos();
        long most = refill * (limitOf(caller.call()).burst() - 1L);
        long[] wait = new long[1];
        fullAt.asMap().compute(caller, (any, before) -> {
            // nanoTime has no origin: only differences mean something
            long ahead = before == null ? 0 : Math.max(0, before - now);
            wait[0] = ahead - most;
            return wait[0] > 0 ? before : Long.valueOf(now + ahead + refill);
        });
        return wait[0] > 0 ? Optional.of(Duration.ofNanos(wait[0])) : Optional.empty();
    }

    private Limit limitOf(Call call) {
        return requireNonNull(limits.get(call));
    }
}
