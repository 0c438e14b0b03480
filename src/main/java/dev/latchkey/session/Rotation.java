package dev.latchkey.session;

import java.time.Duration;
import java.time.Instant;

/** The instants that one refresh writes; which idle limit counts, the row knows. */
record Rotation(Instant now, Instant accessExpiresAt, Instant idleExpiresAt, Instant rememberedIdleExpiresAt) {

    static Rotation at(Instant now, SessionConfig config, Duration accessTtl) {
        return new Rotation(
                now,
                now.plus(accessTtl),
                now.plus(config.idleTimeout()),
                now.plus(config.rememberMe().idleTimeout()));
    }
}
