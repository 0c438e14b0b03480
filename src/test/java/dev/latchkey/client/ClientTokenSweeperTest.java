package dev.latchkey.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.TestClient;
import dev.latchkey.support.TestClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ClientTokenSweeperTest {

    @Inject
    ClientTokens tokens;

    @Inject
    EntityManager database;

    @Inject
    TestClock clock;

    private final TestClient client = TestClient.create();

    @Test
    @Requirement("G-07")
    @DisplayName("a client that asks no more leaves no rows behind; what is still good stays")
    void deleteExpiredDeletesNothingElse() {
        client.token();
        clock.advance(Duration.ofMinutes(5));
        client.token();
        clock.advance(Duration.ofMinutes(11));

        sweep();
        assertThat(held()).isEqualTo(1);

        clock.advance(Duration.ofMinutes(5));
        sweep();
        assertThat(held()).isZero();
    }

    private void sweep() {
        while (tokens.deleteExpired(clock.instant()) == ClientTokens.BATCH) {
            // the next batch
        }
    }

    private long held() {
        return QuarkusTransaction.requiringNew().call(() -> (Long)
                database.createNativeQuery("SELECT count(*) FROM client_token WHERE client_id = :client", Long.class)
                        .setParameter("client", client.id())
                        .getSingleResult());
    }
}
