package dev.latchkey.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.TestClient;
import dev.latchkey.revocation.Revocations;
import dev.latchkey.revocation.TokenKind;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What happens to clients at once and side by side. */
@QuarkusTest
class ClientRegistrationTest {

    @Inject
    Clients clients;

    @Inject
    Revocations revocations;

    @Inject
    Clock clock;

    @Test
    void createWhenManyWantOneIdThenOneGetsIt() throws Exception {
        NewClient draft =
                new NewClient("client-" + UUID.randomUUID(), "A client", List.of(), List.of(), List.of(), List.of());
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            Callable<Optional<NewSecret>> create = () -> clients.create(draft, null, clock.instant());
            int made = 0;
            for (Future<Optional<NewSecret>> outcome : executor.invokeAll(
                    IntStream.range(0, 8).mapToObj(i -> create).toList())) {
                made += outcome.get().isPresent() ? 1 : 0;
            }
            assertThat(made).isOne();
        } finally {
            executor.shutdown();
        }
    }

    /** A token that is being issued holds the client; whoever ends the client waits and finds it. */
    @Test
    void deleteWhenATokenIsBeingIssuedThenWaitsAndEndsIt() throws Exception {
        TestClient client = TestClient.create("service");
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<?> deletion = QuarkusTransaction.requiringNew().call(() -> {
                assertThat(clients.holdForToken(client.id())).isPresent();
                Future<?> started = executor.submit(() -> clients.delete(client.id(), null, clock.instant()));
                clients.issued(
                        client.id(), "late-" + client.id(), clock.instant().plusSeconds(900));
                assertThat(started.isDone()).isFalse();
                return started;
            });
            deletion.get();
        } finally {
            executor.shutdown();
        }

        assertThat(revocations.isRevoked(TokenKind.JTI, "late-" + client.id())).isTrue();
        assertThat(clients.find(client.id())).isEmpty();
        assertThat(clients.authenticate(client.id(), client.secret())).isEmpty();
    }
}
