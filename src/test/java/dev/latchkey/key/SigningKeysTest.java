package dev.latchkey.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Requirement;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SigningKeysTest {

    private final SigningKeys keys;
    private final KeyRotation rotation;
    private final EntityManager entityManager;
    private final Clock clock;

    SigningKeysTest(SigningKeys keys, KeyRotation rotation, EntityManager entityManager, Clock clock) {
        this.keys = keys;
        this.rotation = rotation;
        this.entityManager = entityManager;
        this.clock = clock;
    }

    @Test
    void startAgainThenTheSameKeySigns() {
        assertThat(startedKid()).isEqualTo(keys.signing().kid());
    }

    @Test
    void findKnowsEveryPresentKeyAndNoOther() {
        SigningKey retiring = TestKeys.addRetiring();
        assertThat(keys.find(keys.signing().kid())).isPresent();
        assertThat(keys.find(retiring.kid())).isPresent();
        assertThat(keys.signing().kid()).isNotEqualTo(retiring.kid());
        assertThat(keys.published()).extracting(VerificationKey::kid).contains(retiring.kid());
        TestKeys.remove(retiring);
        assertThat(keys.find(retiring.kid())).isEmpty();
        assertThat(keys.published()).extracting(VerificationKey::kid).doesNotContain(retiring.kid());
    }

    /** Nodes that start together on an empty table agree on one key. */
    @Test
    void startWhenNodesStartTogetherThenAllHoldTheSameKey() throws Exception {
        TestKeys.takeAll();
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> kids = IntStream.range(0, 4)
                    .mapToObj(node -> nodes.submit(this::startedKid))
                    .toList();
            String first = kids.get(0).get();
            for (Future<String> kid : kids) {
                assertThat(kid.get()).isEqualTo(first);
            }
        } finally {
            nodes.shutdown();
            TestKeys.startAnew();
        }
    }

    /** The database alone is of no use. */
    @Requirement("K-08")
    @Test
    @TestTransaction
    void theRowHoldsNoPrivateKeyInTheClear() {
        SigningKeyRow row = SigningKeyRow.findById(keys.signing().kid());
        byte[] sealed = Objects.requireNonNull(row.privateKey());
        assertThat(sealed).hasSize(12 + keys.signing().pkcs8().length + 16);
        assertThat(hex(sealed)).doesNotContain(hex(keys.signing().pkcs8()));
        assertThat(row).hasToString("SigningKeyRow " + keys.signing().kid());
    }

    @Test
    @TestTransaction
    void startWhenTheMasterKeyIsNotConfiguredThenNamesTheSetting() {
        change("master_key_id = 200");
        assertThatThrownBy(this::startedKid)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("latchkey.master-key-file")
                .hasMessageContaining("no master key with id 200");
    }

    /** Another master key under the same id, or a row that somebody changed, or another row's secret. */
    @Test
    @TestTransaction
    void startWhenTheSealIsBrokenThenNamesTheSetting() {
        change("private_key = set_byte(private_key, 20, (get_byte(private_key, 20) + 1) % 256)");
        assertThatThrownBy(this::startedKid)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("latchkey.master-key-file")
                .hasMessageContaining("is not the one it was sealed under");
    }

    private String startedKid() {
        return rotation.start(Optional.empty(), clock.instant(), true)
                .signing(clock.instant(), kid -> false)
                .orElseThrow()
                .kid();
    }

    private void change(String set) {
        entityManager
                .createNativeQuery("UPDATE signing_key SET " + set + " WHERE state = 'signing'")
                .executeUpdate();
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }
}
