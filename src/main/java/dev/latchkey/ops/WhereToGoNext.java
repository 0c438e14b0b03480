package dev.latchkey.ops;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Tells a developer, at the end of a start in dev mode, what to do with the running service. */
@ApplicationScoped
class WhereToGoNext {

    private static final Logger LOG = Logger.getLogger(WhereToGoNext.class);

    private final int port;

    WhereToGoNext(@ConfigProperty(name = "quarkus.http.port") int port) {
        this.port = port;
    }

    void onStart(@Observes @Priority(Integer.MAX_VALUE) StartupEvent event) {
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            String url = "http://localhost:" + port;
            LOG.infof("Latchkey is at %s, its API under %s/q/swagger-ui", url, url);
            LOG.infof(
                    "Sign up: curl -X POST %s/auth/sign-up -H 'Content-Type: application/json'"
                            + " -d '{\"email\":\"ada@example.com\",\"password\":\"correct horse battery staple\"}'; then sign in at"
                            + " /auth/sign-in with username and password. The README goes on from there.",
                    url);
        }
    }
}
