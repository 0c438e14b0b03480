package dev.latchkey.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.support.Randomness;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made, kept and shown of a client's secret. */
@QuarkusTest
class ClientSecretsTest {

    @Inject
    Randomness randomness;

    @Test
    void createDrawsAnotherEachTime() {
        ClientSecrets secrets = new ClientSecrets(randomness);
        String secret = secrets.create();

        assertThat(secret).matches("lkc_[A-Za-z0-9_-]{43}").isNotEqualTo(secrets.create());
        assertThat(ClientSecrets.matches(secret, ClientSecrets.hash(secret))).isTrue();
        assertThat(ClientSecrets.matches(secret + "x", ClientSecrets.hash(secret)))
                .isFalse();
    }

    @Test
    void toStringHidesTheSecret() {
        ClientView view =
                new ClientView("billing", "Billing", List.of(), List.of(), List.of(), List.of(), false, Instant.EPOCH);
        NewClient draft = new NewClient("billing", "Billing", List.of(), List.of(), List.of(), List.of());

        assertThat(new NewSecret(view, "lkc_canary")).hasToString("NewSecret of billing");
        assertThat(Client.create(draft, ClientSecrets.hash("lkc_canary"), Instant.EPOCH))
                .hasToString("Client billing");
    }
}
