package dev.latchkey.password;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which hashes of the database can be computed here. One that cannot, because its pepper was taken away or somebody wrote it into the table
 * by hand, is a wrong password to whoever signs in, and an event for the operator.
 */
@ApplicationScoped
class UsableHashes {

    private static final Logger LOG = Logger.getLogger(UsableHashes.class);
    private static final int MAX_PEPPER_ID = 255;

    private final Peppers peppers;
    private final Counter withoutPepper;
    private final Counter unreadable;

    /** A line for each cause is enough: whoever knows such a user's name could write as many as they like. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    UsableHashes(Peppers peppers, MeterRegistry metrics) {
        this.peppers = peppers;
        this.withoutPepper = counter("pepper", metrics);
        this.unreadable = counter("format", metrics);
    }

    private static Counter counter(String reason, MeterRegistry metrics) {
        return Counter.builder("latchkey.password.unusable.hashes")
                .tag("reason", reason)
                .description("Passwords that were refused because their hash could not be computed")
                .register(metrics);
    }

    Optional<StoredHash> read(@Nullable String stored) {
        if (stored == null) {
            return Optional.empty();
        }
        try {
            StoredHash hash = StoredHash.parse(stored);
            if (hash instanceof Argon2 argon2 && !peppers.knows(argon2.pepperId())) {
                withoutPepper.increment();
                tell("its pepper, with id " + argon2.pepperId() + ", is not in latchkey.password.pepper");
                return Optional.empty();
            }
            return Optional.of(hash);
        } catch (UnusableHashException e) {
            unreadable.increment();
            tell("it " + e.getMessage());
            return Optional.empty();
        }
    }

    /** All peppers that a hash could have been made with, and not be computed here, as {@code keyid}. */
    List<String> missingPeppers() {
        return IntStream.rangeClosed(1, MAX_PEPPER_ID)
                .filter(id -> !peppers.knows(id))
                .mapToObj(Argon2::keyId)
                .toList();
    }

    private void tell(String why) {
        if (told.add(why)) {
            LOG.errorf("The password hash of a user cannot be used, and so the user not sign in: %s", why);
        }
    }
}
