package dev.latchkey.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.audit.Audit;
import dev.latchkey.revocation.Revocations;
import dev.latchkey.support.ConfigReader;
import dev.latchkey.support.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of keys, with the default settings: published 10 minutes, signing 30 days, retiring an hour and two minutes. */
@QuarkusTest
class KeyRotationTest {

    private static final Duration MOMENT = Duration.ofNanos(1000);
    private static final Duration AHEAD = Duration.ofMinutes(10);
    private static final Duration LAST_TOKEN = Duration.ofMinutes(62);

    @Inject
    SigningKeys keys;

    @Inject
    KeyRotation rotation;

    @Inject
    SigningKeyStore store;

    @Inject
    Audit audit;

    @Inject
    KeySchedule schedule;

    @Inject
    KeyMetrics metrics;

    @Inject
    Revocations revocations;

    @Inject
    MeterRegistry registry;

    @Inject
    TestClock clock;

    private final UUID actor = UUID.fromString("01890000-0000-7000-8000-000000000001");

    @BeforeEach
    @AfterEach
    void startAnew() {
        TestKeys.startAnew();
    }

    @Test
    @Requirement("K-04")
    @DisplayName("published before it signs, verified until its last token has expired, then gone; to the moment")
    void rotateThenEachStateLastsAsLongAsItMust() {
        String before = keys.signing().kid();
        KeyView next = keys.rotate(KeyAlgorithm.ES256, actor);
        assertThat(next.state()).isEqualTo(KeyState.PUBLISHED);
        assertThat(next.publishedAt()).isEqualTo(clock.instant());
        assertThat(next.signsFrom()).isEqualTo(clock.instant().plus(AHEAD));
        assertThat(keys.published()).extracting(VerificationKey::kid).containsExactlyInAnyOrder(before, next.kid());
        clock.advance(AHEAD.minus(MOMENT));
        keys.poll();
        assertThat(keys.signing().kid()).isEqualTo(before);
        clock.advance(MOMENT);
        assertThat(keys.signing().kid()).as("without asking the database").isEqualTo(next.kid());
        keys.poll();
        assertThat(keys.signing().kid()).isEqualTo(next.kid());
        assertThat(TestKeys.state(before)).isEqualTo(KeyState.RETIRING);
        assertThat(TestKeys.hasPrivatePart(before)).isFalse();
        assertThat(TestKeys.hasPrivatePart(next.kid())).isTrue();
        clock.advance(LAST_TOKEN.minus(MOMENT));
        keys.poll();
        assertThat(keys.find(before)).isPresent();
        clock.advance(MOMENT);
        keys.poll();
        assertThat(keys.find(before)).isEmpty();
        assertThat(TestKeys.state(before)).isEqualTo(KeyState.REMOVED);
        assertThat(keys.published()).extracting(VerificationKey::kid).containsExactly(next.kid());
    }

    @Test
    @Requirement("K-04")
    @DisplayName("a key that has signed for 30 days is followed by another, published in time")
    void rotationIsAutomatic() {
        double rotations = rotations();
        String before = keys.signing().kid();
        clock.advance(Duration.ofDays(30).minus(AHEAD).minus(MOMENT));
        keys.poll();
        assertThat(keys.published()).hasSize(1);
        clock.advance(MOMENT);
        keys.poll();
        keys.poll();
        assertThat(keys.published()).hasSize(2);
        clock.advance(AHEAD);
        keys.poll();
        assertThat(keys.signing().kid()).isNotEqualTo(before);
        assertThat(rotations()).isEqualTo(rotations + 1);
        assertThat(registry.get("latchkey.signing.key.age").gauge().value()).isZero();
        assertThat(registry.get("latchkey.signing.keys")
                        .tag("state", "retiring")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("asked twice, or by many at once, there is one rotation")
    void rotateAtOnceThenOneKeyIsPublished() throws Exception {
        List<Callable<String>> requests = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            SigningKeys node = TestKeys.anotherNode();
            requests.add(() -> node.rotate(KeyAlgorithm.ES256, actor).kid());
        }
        List<String> kids = TestKeys.inParallel(requests);
        assertThat(kids).containsOnly(keys.rotate(KeyAlgorithm.ES256, actor).kid());
        assertThat(keys.published()).hasSize(2);
    }

    @Test
    @Requirement("K-04")
    @DisplayName("no node signs with a key that another does not know, whoever of them polls when")
    void nodesNeverDisagree() {
        List<SigningKeys> nodes = List.of(keys, TestKeys.anotherNode());
        for (int round = 0; round < 60; round++) {
            if (round % 7 == 3) {
                nodes.get(round % 2).rotate(KeyAlgorithm.ES256, actor);
            }
            // one of them polls as seldom as it may
            nodes.get(0).poll();
            if (round % 3 == 0) {
                nodes.get(1).poll();
            }
            for (SigningKeys node : nodes) {
                String kid = node.signing().kid();
                assertThat(nodes).allMatch(other -> other.find(kid).isPresent());
            }
            clock.advance(Duration.ofSeconds(170));
        }
        assertThat(TestKeys.count("signing")).isEqualTo(1);
    }

    @Test
    @DisplayName("many nodes that find the same due do it once")
    void pollAtOnceThenOneRotation() throws Exception {
        double rotations = rotations();
        keys.rotate(KeyAlgorithm.ES256, actor);
        List<Callable<String>> polls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            SigningKeys node = TestKeys.anotherNode();
            polls.add(() -> {
                node.poll();
                return node.signing().kid();
            });
        }
        clock.advance(AHEAD);
        assertThat(TestKeys.inParallel(polls)).containsOnly(keys.signing().kid());
        assertThat(rotations()).isEqualTo(rotations + 1);
        assertThat(TestKeys.count("signing")).isEqualTo(1);
    }

    @Test
    @Requirement("K-02")
    void publishedIsTheSameListWhileNothingChanges() {
        List<VerificationKey> published = keys.published();
        keys.poll();
        assertThat(keys.published()).isSameAs(published);
    }

    @Test
    @Requirement("K-11")
    @DisplayName("another algorithm in the settings: a key of it takes over, and both verify meanwhile")
    void anotherAlgorithmThenRotatesWithOverlap() {
        SigningKey before = keys.signing();
        byte[] message = {1};
        byte[] old = before.sign(message);
        startWith(KeyAlgorithm.EdDSA);
        startWith(KeyAlgorithm.EdDSA);
        keys.refresh();
        assertThat(keys.published())
                .extracting(VerificationKey::algorithm)
                .containsExactlyInAnyOrder(KeyAlgorithm.ES256, KeyAlgorithm.EdDSA);
        assertThat(keys.signing().kid()).isEqualTo(before.kid());
        clock.advance(AHEAD);
        keys.poll();
        SigningKey after = keys.signing();
        assertThat(after.algorithm()).isEqualTo(KeyAlgorithm.EdDSA);
        assertThat(keys.find(after.kid()).orElseThrow().verifies(message, after.sign(message)))
                .isTrue();
        assertThat(keys.find(before.kid()).orElseThrow().verifies(message, old)).isTrue();
        clock.advance(LAST_TOKEN);
        keys.poll();
        assertThat(keys.find(before.kid())).isEmpty();
    }

    private void startWith(KeyAlgorithm algorithm) {
        KeyConfig other = ConfigReader.read(KeyConfig.class, Map.of("latchkey.token.algorithm", algorithm.name()));
        KeyRotation another = new KeyRotation(store, schedule, other, revocations, audit, metrics);
        QuarkusTransaction.requiringNew().run(() -> another.start(Optional.empty(), clock.instant(), true));
    }

    @ParameterizedTest
    @EnumSource(value = KeyAlgorithm.class, mode = EnumSource.Mode.EXCLUDE, names = "HS256")
    @Requirement("K-11")
    void rotateToAnyAlgorithm(KeyAlgorithm algorithm) {
        KeyView next = keys.rotate(algorithm, actor);
        clock.advance(AHEAD);
        byte[] signature = keys.signing().sign(new byte[] {1});
        assertThat(keys.signing().algorithm()).isEqualTo(algorithm);
        assertThat(keys.find(next.kid()).orElseThrow().verifies(new byte[] {1}, signature))
                .isTrue();
    }

    @Test
    @DisplayName("an imported key signs at once in a new database, and waits its turn in another; once")
    void importedKeyJoinsTheOthers() {
        TestKeys.takeAll();
        SigningKey first = TestKeys.make(KeyAlgorithm.ES256);
        rotation.start(Optional.of(first), clock.instant(), true);
        keys.refresh();
        assertThat(keys.signing().kid()).isEqualTo(first.kid());
        SigningKey second = TestKeys.make(KeyAlgorithm.ES256);
        rotation.start(Optional.of(second), clock.instant(), true);
        rotation.start(Optional.of(second), clock.instant(), true);
        keys.refresh();
        assertThat(keys.published()).hasSize(2);
        assertThat(keys.signing().kid()).isEqualTo(first.kid());
        clock.advance(AHEAD);
        keys.poll();
        assertThat(keys.signing().kid()).isEqualTo(second.kid());
        keys.withdraw(second.kid(), actor);
        rotation.start(Optional.of(second), clock.instant(), true);
        keys.refresh();
        assertThat(keys.find(second.kid())).as("withdrawn for good").isEmpty();
    }

    private double rotations() {
        return registry.get("latchkey.signing.key.rotations").counter().count();
    }
}
