package dev.latchkey.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.revocation.Revocations;
import dev.latchkey.support.MonotonicClock;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What tokens of unknown keys may cost, and what they get for it. */
@QuarkusTest
@Requirement("K-06")
class KeyFollowerTest {

    private static final Duration ENOUGH = Duration.ofSeconds(10);

    @Inject
    KeyRotation rotation;

    @Inject
    StoredKeys storedKeys;

    @Inject
    KeyMaterial material;

    @Inject
    KeySchedule schedule;

    @Inject
    KeyConfig keyConfig;

    @Inject
    KeyRingConfig ringConfig;

    @Inject
    Revocations revocations;

    @Inject
    Clock clock;

    @Inject
    KeyMetrics metrics;

    private final CountDownLatch database = new CountDownLatch(1);
    private final List<Long> looks = new CopyOnWriteArrayList<>();

    @AfterEach
    void letGo() {
        database.countDown();
    }

    @Test
    @DisplayName(
            "1000 tokens at once: one look is made, so many wait for the next, a second later; the rest wait for nothing")
    void floodMakesOneLookASecond() {
        KeyFollower follower = follower();
        AtomicInteger answered = new AtomicInteger();
        Uni<Void> first = follower.lookAgain();
        UniAssertSubscriber<Void> subscriber = first.subscribe().withSubscriber(UniAssertSubscriber.create());
        await().until(() -> looks.size() == 1);

        for (int i = 0; i < 1000; i++) {
            follower.lookAgain().subscribe().with(ignored -> answered.incrementAndGet());
        }
        assertThat(answered).hasValue(1000 - KeyFollower.MAX_WAITING);
        assertThat(looks).hasSize(1);
        subscriber.assertNotTerminated();

        database.countDown();
        subscriber.awaitItem(ENOUGH);
        await().until(() -> answered.get() == 1000);
        assertThat(looks).hasSize(2);
        // a second from when the first began, which was a little before it came here
        assertThat(looks.get(1) - looks.get(0)).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
    }

    @Test
    @DisplayName("the database is silent: those who wait are let go, and no thread stands behind more than one other")
    void silentDatabaseHoldsNobody() {
        KeyFollower follower = follower();
        List<UniAssertSubscriber<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(follower.lookAgain().subscribe().withSubscriber(UniAssertSubscriber.create()));
        }
        waiting.forEach(subscriber -> subscriber.awaitItem(ENOUGH));
        UniAssertSubscriber<Void> later = follower.lookAgain().subscribe().withSubscriber(UniAssertSubscriber.create());
        later.awaitItem(ENOUGH);

        assertThat(looks).hasSize(1);
        follower.lookAgain()
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .assertCompleted();
        database.countDown();
        await().during(Duration.ofSeconds(2)).until(() -> looks.size() == 2);
    }

    @Test
    @DisplayName("one caller hangs up: the others still get their look")
    void whoHangsUpDisturbsNobody() {
        KeyFollower follower = follower();
        follower.lookAgain().subscribe().with(ignored -> {});
        await().until(() -> looks.size() == 1);
        Cancellable gone = follower.lookAgain().subscribe().with(ignored -> {});
        UniAssertSubscriber<Void> patient =
                follower.lookAgain().subscribe().withSubscriber(UniAssertSubscriber.create());
        gone.cancel();
        patient.assertNotTerminated();
        database.countDown();

        patient.awaitItem(ENOUGH);
        assertThat(looks).hasSize(2);
    }

    private KeyFollower follower() {
        SigningKeys slow =
                new SigningKeys(
                        rotation, material, storedKeys, schedule, keyConfig, ringConfig, revocations, clock, metrics) {
                    @Override
                    synchronized void refresh() {
                        looks.add(System.nanoTime());
                        try {
                            assertThat(database.await(20, TimeUnit.SECONDS)).isTrue();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                };
        return new KeyFollower(slow, new MonotonicClock());
    }
}
