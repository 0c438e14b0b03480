package dev.latchkey.signin;

import dev.latchkey.password.PasswordCheck;
import dev.latchkey.user.UserCredential;
import dev.latchkey.user.Users;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Puts a hash as they are made today in the place of one that was made elsewhere, or with other settings, once somebody proved to know
 * the password (standards P-07).
 */
@ApplicationScoped
class HashRenewals {

    private static final Logger LOG = Logger.getLogger(HashRenewals.class);

    private final Users users;
    private final Meter.MeterProvider<Counter> renewed;

    HashRenewals(Users users, MeterRegistry metrics) {
        this.users = users;
        this.renewed = Counter.builder("latchkey.password.renewals")
                .description("Password hashes to be renewed at a sign-in")
                .withRegistry(metrics);
    }

    /**
     * In a transaction of its own, after the one that let the user in: neither a race with another sign-in, which is as good, nor with a
     * change of the password, which wins, nor the loss of the database takes that back.
     */
    void renew(UserCredential credential, PasswordCheck check) {
        if (credential.passwordHash() == null || check.renewedHash() == null) {
            return;
        }
        String outcome = "failed";
        try {
            outcome = users.renewPasswordHash(credential.userId(), credential.passwordHash(), check.renewedHash())
                    ? "renewed"
                    : "overtaken";
        } catch (RuntimeException e) {
            LOG.warnf("A password hash was not renewed, and is to be at the next sign-in: %s", e.getClass());
        } finally {
            renewed.withTag("outcome", outcome).increment();
        }
    }
}
