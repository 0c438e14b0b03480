package dev.latchkey.signin;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.session.Refresh;
import dev.latchkey.session.RefreshToken;
import dev.latchkey.session.RefreshTokens;
import dev.latchkey.session.Refreshes;
import dev.latchkey.session.Requester;
import dev.latchkey.session.Transport;
import dev.latchkey.session.Verdict;
import dev.latchkey.throttle.SourceLimits;
import dev.latchkey.token.TokenConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Buys the next access token with a refresh token, and counts how that went. */
@ApplicationScoped
class TokenRefreshes {

    private static final Logger LOG = Logger.getLogger(TokenRefreshes.class);

    private final RefreshTokens tokens;
    private final Refreshes refreshes;
    private final TokenConfig config;
    private final Clock clock;
    private final Meter.MeterProvider<Counter> verdicts;
    private final SourceLimits limits;

    TokenRefreshes(
            RefreshTokens tokens,
            Refreshes refreshes,
            TokenConfig config,
            Clock clock,
            MeterRegistry metrics,
            SourceLimits limits) {
        this.tokens = tokens;
        this.refreshes = refreshes;
        this.config = config;
        this.clock = clock;
        this.verdicts = Counter.builder("latchkey.refreshes")
                .description("Refresh tokens presented, by what they turned out to be")
                .withRegistry(metrics);
        this.limits = limits;
    }

    /** Each verdict is a metric from the start on, so that the first theft shows as a rise. */
    void start(@Observes StartupEvent event) {
        for (Verdict verdict : Verdict.values()) {
            verdicts.withTag("verdict", verdict.code()).increment(0);
        }
    }

    /**
     * The session goes on with what is returned. 401 {@code session-ended} with the reason for the holder of a genuine token, 401
     * {@code invalid-refresh-token} for anybody else, and 429 {@code too-many-attempts} when that happens too often.
     */
    Admission refresh(String refreshToken, Transport transport, @Nullable String bindingHash, Requester requester) {
        RefreshToken presented = tokens.parse(refreshToken).orElseThrow(() -> {
            count(Verdict.UNKNOWN);
            return invalid(requester);
        });
        Refresh refresh =
                refreshes.refresh(presented, transport, bindingHash, config.accessTtl(), requester, clock.instant());
        count(refresh.verdict());
        log(refresh.verdict(), presented);
        if (refresh instanceof Refresh.Granted granted) {
            return new Admission(granted.session(), granted.user());
        }
        if (refresh instanceof Refresh.Ended ended) {
            throw new ProblemException(ProblemType.SESSION_ENDED, "Sign in again.")
                    .with("reason", ended.reason().code());
        }
        throw invalid(requester);
    }

    private void count(Verdict verdict) {
        verdicts.withTag("verdict", verdict.code()).increment();
    }

    private static void log(Verdict verdict, RefreshToken presented) {
        Logger.Level level = switch (verdict) {
            // the end has an event of its own
            case GRANTED, ENDED -> Logger.Level.DEBUG;
            case RACE, UNKNOWN -> Logger.Level.INFO;
            case LOST_REPLY, THEFT, ROLLED_BACK -> Logger.Level.WARN;
        };
        LOG.logf(
                level,
                "event=refresh verdict=%s session=%s generation=%d",
                verdict.code(),
                presented.sessionId(),
                presented.generation());
    }

    /** Only what is none is limited, in memory: a good token is never refused for what others send from there, and costs no more. */
    private ProblemException invalid(Requester requester) {
        limits.spend(SourceLimits.Call.REFRESH, requester.ip());
        return new ProblemException(ProblemType.INVALID_REFRESH_TOKEN, "Sign in again.");
    }
}
