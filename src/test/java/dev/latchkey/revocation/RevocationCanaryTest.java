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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RevocationCanaryTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    @Inject
    RevocationTable table;

    @Inject
    Freshness freshness;

    @Inject
    Scheduler scheduler;

    private RevocationCanary canary() {
        RevocationConfig config = ConfigReader.read(
                RevocationConfig.class, Map.of("latchkey.revocation.canary-interval", INTERVAL.toString()));
        return new RevocationCanary(table, freshness, config, scheduler, Clock.systemUTC());
    }

    private static boolean revoke(RevocationCanary canary, Instant now) {
        return QuarkusTransaction.requiringNew().call(() -> canary.revoke(now));
    }

    private static Instant beginOfAnInterval() {
        long seconds = INTERVAL.toSeconds();
        return Instant.ofEpochSecond(Instant.now().getEpochSecond() / seconds * seconds);
    }

    @Test
    @DisplayName("of any number of nodes, one in each interval")
    void revokeTwiceInAnIntervalThenOnce() {
        RevocationCanary one = canary();
        RevocationCanary other = canary();
        // of intervals that no other test has
        Instant begin = beginOfAnInterval().plus(Duration.ofDays(1));

        assertThat(revoke(one, begin)).isTrue();
        assertThat(revoke(other, begin.plus(INTERVAL).minusMillis(1))).isFalse();
        assertThat(revoke(one, begin)).isFalse();
        assertThat(revoke(other, begin.plus(INTERVAL))).isTrue();
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
