package dev.latchkey.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.support.ConfigReader;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RevocationCanaryTest {

    /** Of this test alone, so that nobody has written its canary. */
    private final Duration interval =
            Duration.ofMillis(ThreadLocalRandom.current().nextInt(10_000, 1_000_000));

    @Inject
    RevocationTable table;

    @Inject
    Freshness freshness;

    @Inject
    Scheduler scheduler;

    private RevocationCanary canary() {
        RevocationConfig config = ConfigReader.read(
                RevocationConfig.class, Map.of("latchkey.revocation.canary-interval", interval.toString()));
        return new RevocationCanary(table, freshness, config, scheduler, Clock.systemUTC());
    }

    private static boolean revoke(RevocationCanary canary, Instant now) {
        return QuarkusTransaction.requiringNew().call(() -> canary.revoke(now));
    }

    private Instant beginOfAnInterval() {
        long millis = interval.toMillis();
        return Instant.ofEpochMilli(Instant.now().toEpochMilli() / millis * millis);
    }

    @Test
    @DisplayName("of any number of nodes, one in each interval")
    void revokeTwiceInAnIntervalThenOnce() {
        RevocationCanary one = canary();
        RevocationCanary other = canary();
        Instant begin = beginOfAnInterval();

        assertThat(revoke(one, begin)).isTrue();
        assertThat(revoke(other, begin.plus(interval).minusMillis(1))).isFalse();
        assertThat(revoke(one, begin)).isFalse();
        assertThat(revoke(other, begin.plus(interval))).isTrue();
    }

    @Test
    @Requirement("V-04")
    @DisplayName("while nobody signs out, the nodes measure how long they take to know, the one that wrote it too")
    void revokeThenNodesMeasure() {
        try (TestNode node = TestNode.start(TestNode.Settings.defaults())) {
            await().until(node.revocations::isLoaded);
            long before = node.timeToDeny().count();

            assertThat(revoke(canary(), Instant.now())).isTrue();

            await().until(() -> node.timeToDeny().count() > before);
        }
    }
}
