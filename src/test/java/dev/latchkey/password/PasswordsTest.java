package dev.latchkey.password;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Requirement;
import dev.latchkey.TestUsers;
import dev.latchkey.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
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
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    HashingPool pool;

    @Inject
    PasswordConfig config;

    @Inject
    MeterRegistry metrics;

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

            assertThat(hashesFor(stored, node.passwords())).isOne();
            assertThat(hashesFor(null, node.passwords())).isOne();
            assertThat(hashesFor("damaged", node.passwords())).isOne();
        }
    }

    /** How many are computed for a wrong password. */
    private static long hashesFor(@Nullable String known, Passwords passwords) {
        long before = passwords.argon2Hashes();
        assertThat(passwords.matches("a wrong password", known)).isFalse();
        return passwords.argon2Hashes() - before;
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
    @DisplayName("beyond the queue, 503 at once, and nothing else is done for a sign-in")
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
            double before = attempts();
            double refused = refused();
            signInAsNobody().statusCode(503).header("Retry-After", "2").body("code", equalTo("busy"));
            assertThat(attempts()).as("refused before it cost a query").isEqualTo(before);
            assertThat(refused()).isEqualTo(refused + 1);

            hold.countDown();
            for (Future<Integer> future : waiting) {
                future.get();
            }
            signInAsNobody().statusCode(401);
            assertThat(attempts()).isEqualTo(before + 1);
        } finally {
            hold.countDown();
            callers.shutdownNow();
        }
    }

    @Test
    @Requirement("T-07")
    @DisplayName("a flood holds a few threads at the door, and four connections behind it")
    void admitWhenTooManyWaitThenBusy() throws Exception {
        // a minute: none of those who wait is refused for that
        HashingPool patient = new HashingPool(config, new SimpleMeterRegistry(), Duration.ofMinutes(1));
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
            patient.stop();
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

    private static ValidatableResponse signInAsNobody() {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", TestUsers.unique(), "password", PASSWORD))
                .post("/auth/sign-in")
                .then();
    }

    private double refused() {
        return metrics.get("latchkey.hashing.refused").counter().count();
    }

    private double attempts() {
        return metrics.find("latchkey.throttle.attempts").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
