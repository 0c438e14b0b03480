package dev.latchkey.verifier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;

/**
 * Starts the verifier where CDI is older than 4. Elsewhere this event may come while the application is built (Quarkus), when nothing
 * is to be started, nor even made.
 */
@ApplicationScoped
class StartWithScope {

    private static final String SINCE_CDI_4 = "jakarta.enterprise.event.Startup";

    void start(@Observes @Initialized(ApplicationScoped.class) Object event, Instance<Verifier> verifier) {
        if (!hasStartupEvent()) {
            verifier.get().start();
        }
    }

    private static boolean hasStartupEvent() {
        try {
            Class.forName(SINCE_CDI_4, false, ApplicationScoped.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
