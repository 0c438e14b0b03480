package dev.latchkey.ops;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings that can contradict each other or make a production service unsafe.
 *
 * @param production whether neither dev mode nor a test is running
 * @param demonstration whether the embedded database was asked for, which nobody does in earnest
 */
record CheckedSettings(
        boolean production,
        boolean demonstration,
        Optional<String> issuer,
        Optional<String> publicUrl,
        Optional<String> audience,
        Duration accessTtl,
        Lifetimes session,
        Lifetimes rememberMe,
        Duration refreshGrace,
        Duration retention,
        Duration auditRetention,
        Duration maxStaleness,
        Duration pollInterval,
        Duration maxClockOffset,
        Duration canaryInterval,
        Keys keys,
        Budgets budgets,
        List<String> corsOrigins,
        Mailer mailer,
        Passwords passwords) {

    /** The two limits of a session. */
    record Lifetimes(Duration idleTimeout, Duration absoluteTimeout) {}

    /** When keys follow each other. */
    record Keys(Duration rotationInterval, Duration publishAhead, Duration jwksMaxAge) {}

    /** How many wrong passwords at once, of an account from strangers and from one known device. */
    record Budgets(int account, int device, int source) {}

    /** How long a password must be, and what Argon2id costs. */
    record Passwords(int minLength, int memory, int iterations) {}

    /**
     * Quarkus' settings of the mail server, whose host is {@code localhost} unless set; and what needs it.
     *
     * @param verifies whether who signs up gets a link
     * @param invites whether only who was invited gets one
     */
    record Mailer(String host, Optional<String> from, boolean verifies, boolean invites) {}
}
