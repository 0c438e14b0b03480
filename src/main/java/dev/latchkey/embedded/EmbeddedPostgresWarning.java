package dev.latchkey.embedded;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Tells whoever asked for the embedded PostgreSQL outside development what they have got. */
@ApplicationScoped
class EmbeddedPostgresWarning {

    private static final Logger LOG = Logger.getLogger(EmbeddedPostgresWarning.class);

    private final EmbeddedPostgresConfig config;

    EmbeddedPostgresWarning(EmbeddedPostgresConfig config) {
        this.config = config;
    }

    void onStart(@Observes StartupEvent event) {
        if (LaunchMode.current() != LaunchMode.NORMAL || !config.enabled().orElse(false)) {
            return;
        }
        LOG.warn(
                ImageMode.current() == ImageMode.JVM
                        ? "latchkey.embedded-postgres.enabled is for trying Latchkey out: nobody backs that database up."
                        : "latchkey.embedded-postgres.enabled does nothing in a native executable.");
    }
}
