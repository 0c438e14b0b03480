package dev.latchkey.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashes and the bulkhead around them. */
@QuarkusTest
class PasswordsTest {

    private static final String PASSWORD = "correct horse battery staple";

    @Inject
    Passwords passwords;

    @Inject
    PasswordConfig config;

    @Test
    @Requirement("P-06")
    @DisplayName("Argon2id in PHC form, salted")
    void hashIsArgon2idWithASaltOfItsOwn() {
        String hash = passwords.hash(PASSWORD);

        assertThat(hash).startsWith("$argon2id$v=19$m=7168,t=1,p=1$").doesNotContain(PASSWORD);
        assertThat(passwords.hash(PASSWORD)).isNotEqualTo(hash);
        assertThat(passwords.matches(PASSWORD, hash)).isTrue();
        assertThat(passwords.matches(PASSWORD + " ", hash)).isFalse();
    }

    @Test
    @DisplayName("a vector of the reference implementation")
    void knownVectorMatches() {
        String reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        assertThat(passwords.matches("password", reference)).isTrue();
        assertThat(passwords.matches("Password", reference)).isFalse();
    }

    @Test
    @Requirement("P-09")
    @DisplayName("without a hash the answer is no, for any password")
    void nobodyHasNoPassword() {
        assertThat(passwords.matches(PASSWORD, null)).isFalse();
        assertThat(passwords.matches("", null)).isFalse();
    }

    @Test
    @Requirement("P-09")
    @DisplayName("and it costs what a wrong password costs: one hash, of the same settings")
    void nobodyCostsAHash() {
        try (TestPasswords node = TestPasswords.with(Map.of())) {
            String stored = node.passwords().hash(PASSWORD);

            assertThat(hashesFor(stored, node)).isOne();
            assertThat(hashesFor(null, node)).isOne();
            assertThat(hashesFor("damaged", node)).isOne();
        }
    }

    /** How many are computed for a wrong password. */
    private static long hashesFor(@Nullable String known, TestPasswords node) {
        long before = node.argon2Hashes();
        assertThat(node.passwords().matches("a wrong password", known)).isFalse();
        return node.argon2Hashes() - before;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$2a$10$abc",
                "$argon2i$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$",
                "$argon2id$v=19$m=256,t=1,p=1$c2FsdHNhbHQ$aGFzaA"
            })
    void unknownFormatsNeverMatch(String stored) {
        assertThat(passwords.matches("", stored)).isFalse();
    }

    @Test
    @Requirement("T-07")
    @DisplayName("a flood holds a few threads at the door, and four connections behind it")
    void admitWhenTooManyWaitThenBusy() throws Exception {
        // a minute: none of those who wait is refused for that
        HashingPool pool = new HashingPool(config, new SimpleMeterRegistry());
        HashingDoor patient = new HashingDoor(pool, Duration.ofMinutes(1));
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch looking = new CountDownLatch(4);
        AtomicInteger refused = new AtomicInteger();
        ExecutorService callers = Executors.newFixedThreadPool(100);
        try {
            List<Future<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.add(callers.submit(() -> {
                    try {
                        return patient.admit(() -> hold(looking, hold));
                    } catch (ProblemException e) {
                        refused.incrementAndGet();
                        return false;
                    }
                }));
            }
            looking.await();
            await().untilAsserted(() -> assertThat(refused.get()).isEqualTo(100 - 64));
            hold.countDown();
            for (Future<Boolean> call : calls) {
                call.get();
            }
        } finally {
            hold.countDown();
            callers.shutdownNow();
            pool.stop();
        }
    }

    private static boolean hold(CountDownLatch begun, CountDownLatch end) {
        begun.countDown();
        try {
            return end.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
