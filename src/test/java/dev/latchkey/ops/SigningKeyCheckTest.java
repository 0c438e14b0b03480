package dev.latchkey.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class SigningKeyCheckTest {

    @Test
    void withoutAKeyThenIsDown() {
        HealthCheckResponse response = SigningKeyCheck.response(Optional.empty(), "any");

        assertThat(response.getName()).isEqualTo("signing-key");
        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
    }
}
