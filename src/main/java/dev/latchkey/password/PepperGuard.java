package dev.latchkey.password;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.Set;

/**
 * Refuses to start with another secret under the id of a pepper that was there before: every password hashed with that one would be a
 * wrong one, and hashes of both would look alike (standards P-07).
 */
@ApplicationScoped
class PepperGuard {

    /** Once the settings make sense, and before anything is hashed. */
    private static final int EARLY = 10;

    private final Peppers peppers;

    PepperGuard(Peppers peppers) {
        this.peppers = peppers;
    }

    /** @throws ConfigurationException naming the setting and the id */
    @Transactional
    void check(@Observes @Priority(EARLY) StartupEvent event) {
        peppers.fingerprints().forEach((id, fingerprint) -> {
            PepperFingerprint.note(id, fingerprint);
            if (!PepperFingerprint.isKnown(id, fingerprint)) {
                throw new ConfigurationException(
                        "latchkey.password.pepper is another secret with id " + id
                                + " than before, by which no password hashed"
                                + " before could be verified. Put the former one back, and give this one an id of its own.",
                        Set.of("latchkey.password.pepper", "latchkey.password.pepper-file"));
            }
        });
    }
}
