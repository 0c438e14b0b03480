package dev.latchkey.password;

import dev.latchkey.password.PasswordConfig.WhenUnavailable;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Passwords that were stolen elsewhere, which attackers try first (standards P-04): in a file, or asked of a service that learns no more
 * than the first five digits of a hash. Such collections know passwords by their SHA-1.
 */
@Startup
@ApplicationScoped
class BreachCorpus {

    private static final Logger LOG = Logger.getLogger(BreachCorpus.class);
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Optional<BreachFile> file;
    private final Optional<BreachService> service;
    private final WhenUnavailable whenUnavailable;
    private final Counter breached;
    private final Counter clear;
    private final Counter unavailable;

    private volatile boolean isAnswering = true;

    BreachCorpus(PasswordConfig config, MeterRegistry metrics) {
        this.file = config.breach().file().map(BreachCorpus::open);
        this.service = config.breach().url().map(BreachService::new);
        this.whenUnavailable = config.breach().whenUnavailable();
        this.breached = counter("breached", metrics);
        this.clear = counter("clear", metrics);
        this.unavailable = counter("unavailable", metrics);
    }

    private static BreachFile open(Path path) {
        try {
            return BreachFile.open(path);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "latchkey.password.breach.file cannot be used: " + e, e, Set.of("latchkey.password.breach.file"));
        }
    }

    private static Counter counter(String outcome, MeterRegistry metrics) {
        return Counter.builder("latchkey.breach.checks")
                .tag("outcome", outcome)
                .description("New passwords looked for in the configured collections of stolen ones")
                .register(metrics);
    }

    /**
     * Whether the password is in one of the collections that are configured; no if none is.
     *
     * @throws ProblemException {@link ProblemType#UNAVAILABLE} if the service does not answer and that is to count
     */
    boolean contains(String password) {
        if (file.isEmpty() && service.isEmpty()) {
            return false;
        }
        byte[] sha1 = sha1(password);
        boolean found = file.map(corpus -> corpus.contains(sha1)).orElse(false) || isKnownToService(sha1);
        if (found) {
            breached.increment();
        }
        return found;
    }

    private boolean isKnownToService(byte[] sha1) {
        if (service.isEmpty()) {
            clear.increment();
            return false;
        }
        try {
            boolean found = service.get().contains(sha1);
            isAnswering = true;
            if (!found) {
                clear.increment();
            }
            return found;
        } catch (IOException e) {
            unavailable.increment();
            if (!(e instanceof BreachService.TooMany)) {
                // once per outage, not at every password
                LOG.logf(isAnswering ? Level.WARN : Level.DEBUG, "New passwords cannot be looked up: %s", e);
                isAnswering = false;
            }
            if (whenUnavailable == WhenUnavailable.ACCEPT) {
                return false;
            }
            throw new ProblemException(ProblemType.UNAVAILABLE, "New passwords cannot be checked at the moment.")
                    .retryAfterSeconds(RETRY_AFTER_SECONDS);
        }
    }

    private static byte[] sha1(String password) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }
}
