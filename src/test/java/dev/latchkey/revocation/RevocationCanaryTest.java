package dev.latchkey.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.support.ConfigReader;
import dev.latchkey.support.LogRecords;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

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
        return canary(table);
    }

    private RevocationCanary canary(RevocationTable table) {
        RevocationConfig config = ConfigReader.read(
                RevocationConfig.class, Map.of("latchkey.revocation.canary-interval", interval.toString()));
        return new RevocationCanary(table, freshness, config, scheduler, Clock.systemUTC());
    }

    /** The driver and its own exceptions, at a port where nobody listens. */
    private static RevocationTable unreachable() throws IOException {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        try (ServerSocket socket = new ServerSocket(0)) {
            nowhere.setPortNumbers(new int[] {socket.getLocalPort()});
        }
        return new RevocationTable(nowhere);
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
    @DisplayName("that the database is away is said, once per outage; any other fault comes out")
    void runWhenItFailsThenSaysSo() throws IOException {
        RevocationCanary canary = canary(unreachable());
        try (LogRecords log = LogRecords.open()) {
            canary.run();
            canary.run();

            assertThat(log.complaints())
                    .filteredOn(line -> line.contains("The time to deny cannot be measured"))
                    .hasSize(1)
                    .noneMatch(line -> line.contains("\tat "));
        }
        // as one of ours would be: nothing began a transaction around it
        assertThatThrownBy(canary()::run).isInstanceOf(TransactionalException.class);
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
