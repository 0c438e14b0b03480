package dev.latchkey.ops;

import dev.latchkey.key.SigningKey;
import dev.latchkey.key.SigningKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready also means holding a key to sign with. */
@Readiness
@ApplicationScoped
class SigningKeyCheck implements HealthCheck {

    private final SigningKeys keys;

    SigningKeyCheck(SigningKeys keys) {
        this.keys = keys;
    }

    @Override
    public HealthCheckResponse call() {
        return response(keys.current(), keys.provider());
    }

    static HealthCheckResponse response(Optional<SigningKey> current, String provider) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("signing-key");
        return current.map(key -> response.up()
                        .withData("kid", key.kid())
                        .withData("algorithm", key.algorithm().name())
                        .withData("provider", provider))
                .orElseGet(response::down)
                .build();
    }
}
