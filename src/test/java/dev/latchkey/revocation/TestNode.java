package dev.latchkey.revocation;

import dev.latchkey.support.MonotonicClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** Another node on the same database: all that follows the list, with settings and a clock of its own. */
public final class TestNode implements AutoCloseable {

    static final Duration NEVER = Duration.ofHours(1);

    /** Settings of a node; everything that is not asked for stands for "does not matter here". */
    public record Settings(
            String jdbcUrl,
            Duration pollInterval,
            Duration maxStaleness,
            RevocationConfig.WhenStale whenStale,
            Duration maxOffset,
            Clock clock) {

        public static Settings defaults() {
            return new Settings(
                    ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class),
                    Duration.ofMillis(50),
                    Duration.ofSeconds(30),
                    RevocationConfig.WhenStale.REJECT,
                    Duration.ofDays(1),
                    Clock.systemUTC());
        }

        /** Of a node that never connects. */
        static Settings bare() {
            return new Settings(
                    "jdbc:postgresql:none",
                    NEVER,
                    Duration.ofSeconds(30),
                    RevocationConfig.WhenStale.REJECT,
                    Duration.ofDays(1),
                    Clock.systemUTC());
        }

        public Settings through(CuttableProxy proxy) {
            return new Settings(proxy.jdbcUrl(), pollInterval, maxStaleness, whenStale, maxOffset, clock);
        }

        Settings polling(Duration interval) {
            return new Settings(jdbcUrl, interval, maxStaleness, whenStale, maxOffset, clock);
        }

        public Settings staleAfter(Duration staleness, RevocationConfig.WhenStale then) {
            return new Settings(jdbcUrl, pollInterval, staleness, then, maxOffset, clock);
        }

        public Settings clock(Clock other, Duration bound) {
            return new Settings(jdbcUrl, pollInterval, maxStaleness, whenStale, bound, other);
        }

        RevocationConfig revocation() {
            Map<String, String> values = Map.of(
                    "latchkey.revocation.listen-jdbc-url", jdbcUrl,
                    "latchkey.revocation.poll-interval", pollInterval.toString(),
                    "latchkey.revocation.max-staleness", maxStaleness.toString(),
                    "latchkey.revocation.when-stale", whenStale.name());
            return new SmallRyeConfigBuilder()
                    .withSources(new PropertiesConfigSource(values, "test node", 100))
                    .addDefaultInterceptors()
                    .withMapping(RevocationConfig.class)
                    .build()
                    .getConfigMapping(RevocationConfig.class);
        }
    }

    final RevocationList list = new RevocationList();
    final RevocationJournal journal = new RevocationJournal();
    final Freshness freshness;
    public final Revocations revocations;
    final RevocationPurge purge;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RevocationFollower follower;

    private TestNode(Settings settings) {
        RevocationTable table = CDI.current().select(RevocationTable.class).get();
        LostRevocations lost = CDI.current().select(LostRevocations.class).get();
        TransactionSynchronizationRegistry transactions =
                CDI.current().select(TransactionSynchronizationRegistry.class).get();
        MonotonicClock monotonicClock = new MonotonicClock();
        freshness = new Freshness(monotonicClock, settings.revocation(), settings::maxOffset);
        RevocationMetrics metrics = new RevocationMetrics(registry, list, freshness);
        RevocationSync sync =
                new RevocationSync(list, journal, freshness, metrics, lost, settings.clock(), monotonicClock);
        follower = new RevocationFollower(
                sync,
                settings.revocation(),
                monotonicClock,
                setting("quarkus.datasource.username"),
                setting("quarkus.datasource.password"));
        purge = new RevocationPurge(table, list, freshness, settings.clock());
        revocations = new Revocations(list, table, freshness, follower, settings.revocation(), transactions);
    }

    public static TestNode start(Settings settings) {
        TestNode node = new TestNode(settings);
        node.follower.start(new StartupEvent());
        return node;
    }

    Timer timeToDeny() {
        return registry.get("latchkey.time.to.deny").timer();
    }

    double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private static Optional<String> setting(String name) {
        return ConfigProvider.getConfig().getOptionalValue(name, String.class);
    }

    @Override
    public void close() {
        try {
            follower.stop(new ShutdownEvent());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
