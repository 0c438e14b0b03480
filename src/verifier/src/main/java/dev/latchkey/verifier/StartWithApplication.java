package dev.latchkey.verifier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;

/**
 * Starts the verifier where CDI 4 says that the application starts. A runtime with an older CDI has no such event and leaves this class
 * out; there {@link StartWithScope} does it.
 */
@ApplicationScoped
class StartWithApplication {

    void start(@Observes Startup event, Verifier verifier) {
        verifier.start();
    }
}
