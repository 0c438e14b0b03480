package dev.latchkey.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Requirement;
import dev.latchkey.client.RememberedClients.Credential;
import dev.latchkey.support.MonotonicClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RememberedClientsTest {

    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration BOUND = Duration.ofSeconds(30);

    private static final class Steps extends MonotonicClock {

        private long nanos = 1;

        @Override
        public long nanos() {
            return nanos;
        }

        private void advance(Duration duration) {
            nanos += duration.toNanos();
        }
    }

    private final Steps clock = new Steps();
    private final RememberedClients remembered = new RememberedClients(clock, BOUND);
    private int asked;

    private Optional<Credential> answer() {
        asked++;
        return Optional.of(
                new Credential(new byte[] {(byte) asked}, new RegisteredClient("a", List.of(), List.of(), List.of())));
    }

    private static Optional<Credential> away() {
        throw new IllegalStateException("away");
    }

    private int find() {
        return remembered.find("a", this::answer).orElseThrow().secretHash()[0];
    }

    @Test
    void findAsksEveryFewSeconds() {
        assertThat(find()).isEqualTo(1);
        clock.advance(RememberedClients.BELIEVED_FOR.minus(MOMENT));
        assertThat(find()).isEqualTo(1);
        clock.advance(MOMENT);
        assertThat(find()).isEqualTo(2);
    }

    @Test
    @Requirement("V-06")
    @DisplayName("while the database fails, a client is believed until it was read too long ago")
    void findWhenTheDatabaseFailsThenBelievesUpToTheBound() {
        find();
        clock.advance(BOUND.minus(MOMENT));
        assertThat(remembered.find("a", RememberedClientsTest::away)).isPresent();
        assertThat(find()).as("not asked at each call").isEqualTo(1);

        clock.advance(MOMENT);

        assertThatThrownBy(() -> remembered.find("a", RememberedClientsTest::away))
                .hasMessage("away");
        assertThatThrownBy(() -> remembered.find("b", RememberedClientsTest::away))
                .hasMessage("away");
        assertThat(find()).isEqualTo(2);
    }

    @Test
    void findWhenTheClientIsGoneThenForgetsIt() {
        find();
        clock.advance(RememberedClients.BELIEVED_FOR);

        assertThat(remembered.find("a", Optional::empty)).isEmpty();

        assertThatThrownBy(() -> remembered.find("a", RememberedClientsTest::away))
                .hasMessage("away");
    }

    @Test
    void findWhenForgottenWhileItFailsThenFails() {
        find();
        clock.advance(RememberedClients.BELIEVED_FOR);

        assertThatThrownBy(() -> remembered.find("a", () -> {
                    remembered.forget("a");
                    throw new IllegalStateException("away");
                }))
                .hasMessage("away");
    }
}
