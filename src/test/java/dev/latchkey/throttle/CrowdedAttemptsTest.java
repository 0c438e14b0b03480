package dev.latchkey.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many attempts at once, at as many accounts. */
@QuarkusTest
class CrowdedAttemptsTest {

    @Inject
    ThrottleConfig config;

    @Inject
    GuessBuckets guessBuckets;

    @Inject
    RefusedAttempts refused;

    @Inject
    EmptySources emptySources;

    @Inject
    EntityManager database;

    @Inject
    Clock clock;

    @Test
    @Requirement("T-07")
    @DisplayName(
            "a flood leaves most connections to others: a quarter take their tokens, and who waits too long is told busy")
    void fewTakeAtATime() throws Exception {
        CrowdedBuckets buckets = new CrowdedBuckets(database);
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        Attempts crowded = new Attempts(config, buckets, guessBuckets, refused, emptySources, metrics, clock, 16);
        var pool = Executors.newFixedThreadPool(20);
        try {
            List<Future<Boolean>> guesses = IntStream.range(0, 20)
                    .mapToObj(i -> Guess.at(UUID.randomUUID(), 0, "192.0.2.1"))
                    .map(guess -> pool.submit(() -> crowded.evaluate(guess, () -> false)))
                    .toList();
            await().until(() -> guesses.stream().filter(Future::isDone).count() == 16);
            buckets.open.countDown();
            List<String> outcomes = new ArrayList<>();
            for (Future<Boolean> guess : guesses) {
                outcomes.add(outcome(guess));
            }

            assertThat(outcomes).containsOnly("wrong", "busy");
            assertThat(outcomes.stream().filter("wrong"::equals)).hasSize(4);
        } finally {
            buckets.open.countDown();
            pool.shutdownNow();
        }
        assertThat(buckets.most.get()).isEqualTo(4);
        assertThat(metrics.get("latchkey.throttle.attempts")
                        .tag("outcome", "unanswered")
                        .counter()
                        .count())
                .isEqualTo(16);
        assertThat(crowded.evaluate(Guess.at(UUID.randomUUID(), 0, "192.0.2.1"), () -> false))
                .isFalse();
    }

    private static String outcome(Future<Boolean> guess) throws InterruptedException {
        try {
            return guess.get() ? "right" : "wrong";
        } catch (ExecutionException e) {
            return e.getCause() instanceof ProblemException problem
                    ? problem.type().code()
                    : e.toString();
        }
    }

    /** Each taking lasts until the latch opens. */
    private static final class CrowdedBuckets extends Buckets {

        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final CountDownLatch open = new CountDownLatch(1);

        CrowdedBuckets(EntityManager database) {
            super(database);
        }

        @Override
        Take take(List<Bucket> buckets, Instant now) {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                inside.decrementAndGet();
            }
            return new Take.Granted(
                    buckets.stream().map(bucket -> new Take.Spent(bucket, 1)).toList());
        }
    }
}
