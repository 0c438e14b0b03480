package dev.latchkey.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.revocation.Revocations;
import dev.latchkey.revocation.TokenKind;
import dev.latchkey.support.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a key that is withdrawn, and of the others. */
@QuarkusTest
@Requirement("K-05")
class KeyWithdrawalTest {

    private static final Duration AHEAD = Duration.ofMinutes(10);

    @Inject
    SigningKeys keys;

    @Inject
    Revocations revocations;

    @Inject
    TestClock clock;

    private final UUID actor = UUID.fromString("01890000-0000-7000-8000-000000000001");

    @BeforeEach
    @AfterEach
    void startAnew() {
        TestKeys.startAnew();
    }

    @Test
    void signingKeyThenAFreshOneSignsAtOnce() {
        String before = keys.signing().kid();
        assertThat(keys.withdraw(before, actor)).isTrue();
        assertThat(keys.signing().kid()).isNotEqualTo(before);
        assertThat(keys.find(before)).isEmpty();
        assertThat(keys.published()).extracting(VerificationKey::kid).doesNotContain(before);
        assertThat(revocations.isRevoked(TokenKind.KID, before)).isTrue();
        assertThat(TestKeys.state(before)).isEqualTo(KeyState.REMOVED);
        assertThat(TestKeys.hasPrivatePart(before)).isFalse();
        Instant removedAt = clock.instant();
        clock.advance(Duration.ofSeconds(1));
        assertThat(keys.withdraw(before, actor)).as("again").isTrue();
        assertThat(TestKeys.view(before).removedAt()).isEqualTo(removedAt);
        assertThat(TestKeys.count("signing")).isEqualTo(1);
    }

    @Test
    void signingKeyThenAPublishedOneSignsAtOnce() {
        KeyView next = keys.rotate(KeyAlgorithm.ES256, actor);
        keys.withdraw(keys.signing().kid(), actor);
        assertThat(keys.signing().kid()).isEqualTo(next.kid());
        assertThat(TestKeys.view(next.kid()).signsFrom()).isEqualTo(clock.instant());
        assertThat(keys.published()).hasSize(1);
    }

    @Test
    void publishedKeyThenTheOneBeforeGoesOnSigning() {
        String before = keys.signing().kid();
        keys.withdraw(keys.rotate(KeyAlgorithm.ES256, actor).kid(), actor);
        clock.advance(AHEAD);
        keys.poll();
        assertThat(keys.signing().kid()).isEqualTo(before);
    }

    @Test
    void unknownKeyThenNothing() {
        assertThat(keys.withdraw(TestKeys.unknown().kid(), actor)).isFalse();
        assertThat(keys.withdraw("\u0000", actor)).isFalse();
        assertThat(keys.published()).hasSize(1);
    }

    /** The revocation arrives before the poll does. */
    @Test
    void elsewhereThenThisNodeSignsWithTheOtherAtOnce() {
        String before = keys.signing().kid();
        SigningKeys elsewhere = TestKeys.anotherNode();
        elsewhere.withdraw(before, actor);
        assertThat(keys.current()).isEmpty();
        assertThat(keys.signing().kid()).isEqualTo(elsewhere.signing().kid());
    }

    /** An asynchronous replica took over that had not heard of it. */
    @Test
    void butLostByTheDatabaseThenIsWithdrawnAgain() {
        SigningKey lost = keys.signing();
        keys.withdraw(lost.kid(), actor);
        TestKeys.takeAll();
        TestKeys.insert(lost, KeyState.PUBLISHED);
        keys.poll();
        assertThat(TestKeys.state(lost.kid())).isEqualTo(KeyState.REMOVED);
        assertThat(keys.signing().kid()).isNotEqualTo(lost.kid());
    }

    @Test
    void whileOthersRotateThenExactlyOneSigns() throws Exception {
        for (int round = 0; round < 5; round++) {
            String signing = keys.signing().kid();
            List<Callable<String>> requests = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                SigningKeys node = TestKeys.anotherNode();
                requests.add(() -> node.rotate(KeyAlgorithm.ES256, actor).kid());
                requests.add(() -> Boolean.toString(node.withdraw(signing, actor)));
            }
            TestKeys.inParallel(requests);
            keys.refresh();
            assertThat(TestKeys.count("signing")).isEqualTo(1);
            assertThat(keys.signing().kid()).isNotEqualTo(signing);
            clock.advance(AHEAD);
        }
    }
}
