package dev.latchkey.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.latchkey.Requirement;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.support.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The budgets as they are unless set. The checks stand for passwords: what counts is how many are made. */
@QuarkusTest
@TestProfile(DefaultBudgets.class)
class AttemptsTest {

    @Inject
    Attempts attempts;

    @Inject
    BucketPurge purge;

    @Inject
    BucketRows rows;

    @Inject
    TestClock clock;

    private final UUID user = UUID.randomUUID();
    private int checks;

    @Test
    @Requirement("T-01")
    @DisplayName("one account from a hundred sources: five are checked")
    void oneAccount() {
        long checked = IntStream.range(0, 100)
                .filter(i -> wrong(Guess.at(user, 0, source())))
                .count();

        assertThat(checked).isEqualTo(5).isEqualTo(checks);
    }

    @Test
    @Requirement("T-01")
    @DisplayName(
            "one source over a thousand accounts, half of them of nobody: a hundred are checked, and another source's still are")
    void oneSource() {
        String source = source();
        long checked = IntStream.range(0, 1000)
                .filter(i -> wrong(
                        i % 2 == 0
                                ? Guess.at(UUID.randomUUID(), 0, source)
                                : Guess.atNobody("nobody-" + i + "-" + user, source)))
                .count();

        assertThat(checked).isEqualTo(100).isEqualTo(checks);
        assertThat(wrong(Guess.at(user, 0, source()))).isTrue();
    }

    @Test
    @Requirement("T-01")
    @DisplayName("who is refused for one bucket spends nothing of the other")
    void refusedSpendsNothing() {
        String source = source();
        IntStream.range(0, 5).forEach(i -> wrong(Guess.at(user, 0, source())));

        IntStream.range(0, 200)
                .forEach(i -> assertThat(wrong(Guess.at(user, 0, source))).isFalse());

        long others = IntStream.range(0, 200)
                .filter(i -> wrong(Guess.at(UUID.randomUUID(), 0, source)))
                .count();
        assertThat(others).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Requirement({"T-02", "T-06"})
    @DisplayName("after five, ever slower: 1, 2, 4, 8, 16, 32, 60, 60 minutes; the same for nobody")
    void delayEscalates(boolean exists) {
        Guess guess = exists ? Guess.at(user, 0, source()) : Guess.atNobody("nobody-" + user, source());
        IntStream.range(0, 5).forEach(i -> assertThat(wrong(guess)).isTrue());

        for (int minutes : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            assertThat(retryAfter(guess)).isEqualTo(Duration.ofMinutes(minutes));
            clock.advance(Duration.ofMinutes(minutes).minusNanos(1_000));
            assertThat(wrong(guess)).as("a moment before").isFalse();
            clock.advance(Duration.ofNanos(1_000));
            assertThat(wrong(guess)).as("after " + minutes).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Requirement({"T-02", "T-06"})
    @DisplayName("a hundred failures in a row, and no more, however long one waits; the same for nobody")
    void hundredInARow(boolean exists) {
        Guess guess = exists ? Guess.at(user, 7, source()) : Guess.atNobody("nobody-" + user, source());
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofHours(2));
            assertThat(wrong(guess)).as("failure " + (i + 1)).isTrue();
            purge.run();
        }
        clock.advance(Duration.ofDays(29));
        purge.run();
        assertThat(retryAfter(guess)).isEqualTo(Duration.ofHours(1));
        assertThat(right(guess)).as("even the right one").isFalse();

        if (exists) {
            clock.advance(Duration.ofDays(365 - 29).minusNanos(1_000));
            purge.run();
            assertThat(wrong(guess)).isFalse();
            assertThat(wrong(Guess.at(user, 8, source())))
                    .as("another password")
                    .isTrue();
        }
    }

    @Test
    @Requirement({"T-02", "G-07"})
    @DisplayName("a row of failures is forgotten a year after the last of them, which being refused does not put off")
    void rowOfFailuresHasAnEnd() {
        Guess guess = Guess.at(user, 0, source());
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofHours(2));
            wrong(guess);
        }
        clock.advance(Duration.ofDays(200));
        assertThat(wrong(guess)).isFalse();
        clock.advance(Duration.ofDays(165));
        purge.run();

        assertThat(IntStream.range(0, 10).filter(i -> wrong(guess)).count()).isEqualTo(5);
    }

    @Test
    @Requirement({"T-02", "T-03"})
    @DisplayName("at the cap the owner's known device still gets in, and ends the row; only the password's")
    void knownDeviceEndsTheRow() {
        Guess stranger = Guess.at(user, 0, source());
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofHours(2));
            wrong(stranger);
        }
        clock.advance(Duration.ofHours(2));
        assertThat(wrong(stranger)).isFalse();

        assertThat(right(stranger.on(Optional.of(UUID.randomUUID())))).isTrue();

        assertThat(wrong(stranger)).isTrue();
    }

    @Test
    @Requirement("T-02")
    @DisplayName("a success ends the row and costs nothing; it gives no tokens back that failures took")
    void successEndsTheRow() {
        Guess guess = Guess.at(user, 0, source());
        for (int round = 0; round < 50; round++) {
            assertThat(right(guess)).isTrue();
        }
        IntStream.range(0, 4).forEach(i -> wrong(guess));
        assertThat(right(guess)).isTrue();
        assertThat(wrong(guess)).isTrue();
        assertThat(retryAfter(guess)).isEqualTo(Duration.ofMinutes(1));
        clock.advance(Duration.ofMinutes(1));
        assertThat(wrong(guess)).isTrue();
        assertThat(retryAfter(guess)).as("the second in the new row").isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    @Requirement("T-03")
    @DisplayName("a known device has a budget of its own, which is not endless either")
    void deviceHasItsOwn() {
        Guess stranger = Guess.at(user, 0, source());
        Guess device = stranger.on(Optional.of(UUID.randomUUID()));
        IntStream.range(0, 5).forEach(i -> wrong(stranger));
        assertThat(wrong(stranger)).isFalse();

        long checked = IntStream.range(0, 100).filter(i -> wrong(device)).count();

        assertThat(checked).isEqualTo(10);
        assertThat(wrong(stranger.on(Optional.of(UUID.randomUUID())))).isTrue();
    }

    @Test
    @DisplayName("what was not answered for lack of processors costs nothing")
    void unansweredCostsNothing() {
        Guess guess = Guess.at(user, 0, source());
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> attempts.evaluate(guess, () -> {
                        throw new ProblemException(ProblemType.BUSY, "Try again.");
                    }))
                    .hasMessage("Try again.");
        }
        assertThat(IntStream.range(0, 10).filter(i -> wrong(guess)).count()).isEqualTo(5);
    }

    @Test
    @Requirement("T-04")
    @DisplayName("200 at once: no more are checked than the budget has, while the owner's device gets in")
    void inParallel() throws Exception {
        Optional<UUID> device = Optional.of(UUID.randomUUID());
        AtomicInteger checked = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        var pool = Executors.newFixedThreadPool(12);
        List<Future<Boolean>> owners = new ArrayList<>();
        List<Future<?>> guesses = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Guess stranger = Guess.at(user, 0, source());
                guesses.add(pool.submit(() -> {
                    start.await();
                    try {
                        return attempts.evaluate(stranger, () -> checked.incrementAndGet() < 0);
                    } catch (ProblemException e) {
                        return false;
                    }
                }));
                if (i % 20 == 0) {
                    owners.add(pool.submit(() -> attempts.evaluate(stranger.on(device), () -> true)));
                }
            }
            start.countDown();
            for (Future<?> guess : guesses) {
                guess.get();
            }
            for (Future<Boolean> owner : owners) {
                assertThat(owner.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(checked.get()).isEqualTo(5);
    }

    @Test
    @DisplayName("what a clock wrote that was a year ahead keeps nobody out, and forgets no row of failures")
    void wrongClockKeepsNobodyOut() {
        Guess guess = Guess.at(user, 0, source());
        IntStream.range(0, 5).forEach(i -> wrong(guess));
        rows.putOff(Duration.ofDays(365));

        assertThat(wrong(guess)).isTrue();
        assertThat(wrong(guess)).isTrue();
        assertThat(retryAfter(guess)).isEqualTo(Duration.ofMinutes(1));
        clock.advance(Duration.ofMinutes(1));
        assertThat(wrong(guess)).isTrue();
        assertThat(retryAfter(guess)).as("the eighth in a row").isEqualTo(Duration.ofMinutes(8));
    }

    @Test
    @Requirement("L-04")
    @DisplayName("rows tell no name and no address")
    void rowsTellNothing() {
        wrong(Guess.atNobody("typed-my-password-here", "203.0.113.250"));

        assertThat(rows.asText()).doesNotContain("typed").doesNotContain("203.0.113");
    }

    @Test
    @Requirement("G-07")
    @DisplayName(
            "rows go when they say nothing any more, more than a batch of them; those of a row of failures stay for a year")
    void fullBucketsGo() {
        // those of other tests
        clock.advance(Duration.ofDays(200));
        purge.run();
        long before = rows.count();
        for (int i = 0; i < 5; i++) {
            Guess guess = Guess.at(UUID.randomUUID(), 0, source());
            right(guess);
            right(guess.on(Optional.of(UUID.randomUUID())));
        }
        purge.run();
        assertThat(rows.count() - before).as("successes").isZero();
        IntStream.range(0, BucketPurge.BATCH + 1).forEach(i -> wrong(Guess.atNobody("gone-" + i + user, source())));
        wrong(Guess.at(user, 0, source()));
        assertThat(rows.count() - before).isEqualTo(2 * (BucketPurge.BATCH + 1) + 2);

        clock.advance(Duration.ofHours(1));
        purge.run();
        assertThat(rows.count() - before).as("names of nobody, and the account").isEqualTo(BucketPurge.BATCH + 1 + 1);

        clock.advance(Duration.ofDays(30));
        purge.run();
        assertThat(rows.count() - before).isEqualTo(1);

        clock.advance(GuessBuckets.FAILURES_IN_A_ROW);
        purge.run();
        assertThat(rows.count()).isZero();
    }

    /** Whether it was checked. */
    private boolean wrong(Guess guess) {
        return attempt(guess, false);
    }

    /** Whether it was checked. */
    private boolean right(Guess guess) {
        return attempt(guess, true);
    }

    private boolean attempt(Guess guess, boolean right) {
        try {
            assertThat(attempts.evaluate(guess, () -> {
                        checks++;
                        return right;
                    }))
                    .isEqualTo(right);
            return true;
        } catch (ProblemException e) {
            assertThat(e.type()).isEqualTo(ProblemType.TOO_MANY_ATTEMPTS);
            return false;
        }
    }

    private Duration retryAfter(Guess guess) {
        ProblemException refusal =
                catchThrowableOfType(ProblemException.class, () -> attempts.evaluate(guess, () -> false));
        return Duration.ofSeconds(Long.parseLong(refusal.headers().get("Retry-After")));
    }

    /** Another IPv6 network each time. */
    private static String source() {
        return "2001:db8:" + UUID.randomUUID().toString().substring(9, 18).replace('-', ':') + "::1";
    }
}
