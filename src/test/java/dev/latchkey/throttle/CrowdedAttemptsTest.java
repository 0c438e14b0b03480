package dev.latchkey.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
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
            "a flood leaves most of the connections to others: few take their tokens at a time, and all get through")
    void fewTakeAtATime() throws Exception {
        CrowdedBuckets buckets = new CrowdedBuckets(database);
        Attempts crowded = new Attempts(
                config, buckets, guessBuckets, refused, emptySources, new SimpleMeterRegistry(), clock, 16);
        var pool = Executors.newFixedThreadPool(20);
        try {
            List<Future<Boolean>> guesses = IntStream.range(0, 20)
                    .mapToObj(i -> Guess.at(UUID.randomUUID(), 0, "192.0.2.1"))
                    .map(guess -> pool.submit(() -> crowded.evaluate(guess, () -> false)))
                    .toList();
            await().until(() -> buckets.inside.get() == 4);
            buckets.open.countDown();
            for (Future<Boolean> guess : guesses) {
                assertThat(guess.get()).isFalse();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(buckets.most.get()).isEqualTo(4);
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
