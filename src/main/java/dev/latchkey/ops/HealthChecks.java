package dev.latchkey.ops;

import dev.latchkey.revocation.Revocations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Ready means that this node may judge tokens. The database is no part of that: when it is away, tokens are still verified, and
 * every node would leave the balancer at once.
 */
@ApplicationScoped
class HealthChecks {

    private final Revocations revocations;

    HealthChecks(Revocations revocations) {
        this.revocations = revocations;
    }

    /** Down for good means that the thread that follows the revocation list has died, and only a restart helps. */
    @Produces
    @Liveness
    HealthCheck follower() {
        return () -> named("revocation-follower", revocations.isFollowed()).build();
    }

    @Produces
    @Startup
    HealthCheck loaded() {
        return () -> named("revocation-list-loaded", revocations.isLoaded()).build();
    }

    @Produces
    @Readiness
    HealthCheck revocationList() {
        return () -> {
            HealthCheckResponseBuilder response =
                    named("revocation-list", !revocations.isStale()).withData("entries", revocations.size());
            revocations
                    .staleness()
                    .map(Duration::toSeconds)
                    .ifPresent(seconds -> response.withData("staleness_seconds", seconds));
            return response.build();
        };
    }

    @Produces
    @Readiness
    HealthCheck clock() {
        return () -> named("clock", revocations.clockWithinBound())
                .withData("offset_millis", revocations.clockOffset().toMillis())
                .build();
    }

    private static HealthCheckResponseBuilder named(String name, boolean up) {
        return HealthCheckResponse.named(name).status(up);
    }
}
