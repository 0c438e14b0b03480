package dev.latchkey.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.problem.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    HashingPool pool;

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
    @DisplayName("beyond the queue, 503 at once")
    void runWhenQueueIsFullThenBusy() throws Exception {
        int threads = Runtime.getRuntime().availableProcessors();
        int capacity = threads + 32;
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(threads);
        ExecutorService callers = Executors.newFixedThreadPool(capacity);
        IntFunction<Future<Integer>> call = i -> callers.submit(() -> pool.run(() -> {
            running.countDown();
            hold.await();
            return i;
        }));
        try {
            List<Future<Integer>> waiting =
                    IntStream.range(0, threads).mapToObj(call).collect(Collectors.toCollection(ArrayList::new));
            // only when each thread is held does the queue take all of the rest
            running.await();
            IntStream.range(threads, capacity).mapToObj(call).forEach(waiting::add);
            await().until(() -> pool.queued() == 32);

            assertThatThrownBy(() -> passwords.hash(PASSWORD))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.type().code()).isEqualTo("busy"));

            hold.countDown();
            for (Future<Integer> future : waiting) {
                future.get();
            }
        } finally {
            hold.countDown();
            callers.shutdownNow();
        }
    }
}
