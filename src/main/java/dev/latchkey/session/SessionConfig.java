package dev.latchkey.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How long sessions last. One rule: a session ends at the earlier of last use + idle timeout and sign-in + absolute timeout.
 * Refreshing moves the first and never the second.
 */
@ConfigMapping(prefix = "latchkey.session")
public interface SessionConfig {

    /** A session that is not refreshed for this long ends; 30 minutes unless set. */
    @WithDefault("PT30M")
    Duration idleTimeout();

    /** A session ends this long after sign-in, however much it is used; 12 hours unless set. */
    @WithDefault("PT12H")
    Duration absoluteTimeout();

    /** The same two for sessions signed in with {@code remember_me}. */
    RememberMe rememberMe();

    /**
     * For how long after a rotation the token before it still yields the same successor again, so that two tabs refreshing at once,
     * or an answer lost on the way, sign nobody out; 10 seconds unless set, 0 switches it off, at most 5 minutes.
     */
    @WithDefault("PT10S")
    Duration refreshGrace();

    /** Most live sessions of one user; 20 unless set. The least recently used one ends when one more starts. */
    @WithDefault("20")
    @Min(1)
    @Max(1000)
    int maxPerUser();

    /** For how long ended sessions are kept, for the history and the question why; 30 days unless set. */
    @WithDefault("P30D")
    Duration retention();

    /** What it leads to when another kind of device, or one in another country, uses a session. */
    enum OnAnomaly {
        /** An audit event. */
        EVENT,
        /** And {@code acr} falls to {@code aal0} until the person has stepped up. */
        STEP_UP
    }

    /** What follows when a session is used by another kind of device or from another country; {@code event} unless set. */
    @WithDefault("event")
    OnAnomaly onAnomaly();

    /**
     * Whether ending other sessions than one's own asks for a recent proof of who one is (standards S-09); no unless set, because a
     * thief gains nothing by ending them, and a victim has to act at once.
     */
    @WithDefault("false")
    boolean endRequiresStepUp();

    /** File that says in which country addresses are, of the form MMDB, as GeoLite2 Country; none unless set: countries are ignored. */
    Optional<Path> regionDatabase();

    /** How often ended and idle sessions are swept, {@code off} for never on this node; every minute unless set. */
    @WithDefault("60s")
    String sweepEvery();

    interface RememberMe {

        /** Idle timeout with {@code remember_me}; 7 days unless set. */
        @WithDefault("P7D")
        Duration idleTimeout();

        /** Absolute timeout with {@code remember_me}; 30 days unless set. */
        @WithDefault("P30D")
        Duration absoluteTimeout();
    }
}
