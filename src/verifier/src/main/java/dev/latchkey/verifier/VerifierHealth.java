package dev.latchkey.verifier;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness, and the figures an operator wants beside it. Left out by a runtime without MicroProfile Health. */
@Readiness
@Dependent
class VerifierHealth implements HealthCheck {

    private final Verifier verifier;

    @Inject
    VerifierHealth(Verifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("latchkey revocations")
                .status(verifier.isReady())
                .withData("loaded", verifier.isLoaded())
                .withData("stale", verifier.isStale())
                .withData(
                        "staleness_ms",
                        verifier.staleness().map(Duration::toMillis).orElse(-1L))
                .withData("entries", verifier.size())
                .build();
    }
}
