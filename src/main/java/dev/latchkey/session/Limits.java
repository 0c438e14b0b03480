package dev.latchkey.session;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** When things end, as seen from one moment. Nothing outlives the session. */
record Limits(Instant accessExpiresAt, Instant idleExpiresAt, Instant expiresAt) {

    static Limits atSignIn(SessionConfig config, boolean rememberMe, Duration accessTtl, Instant now) {
        Instant expiresAt = now.plus(rememberMe ? config.rememberMe().absoluteTimeout() : config.absoluteTimeout());
        return until(expiresAt, config, rememberMe, accessTtl, now);
    }

    /** With an absolute limit that was fixed before. */
    static Limits until(Instant expiresAt, SessionConfig config, boolean rememberMe, Duration accessTtl, Instant now) {
        Instant idle =
                earlier(now.plus(rememberMe ? config.rememberMe().idleTimeout() : config.idleTimeout()), expiresAt);
        return new Limits(earlier(now.plus(accessTtl), idle).truncatedTo(ChronoUnit.SECONDS), idle, expiresAt);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
