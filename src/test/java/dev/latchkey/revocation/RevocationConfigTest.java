package dev.latchkey.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RevocationConfigTest {

    private static <T> T read(Class<T> type, Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .withMapping(type)
                .build()
                .getConfigMapping(type);
    }

    @Test
    void defaultsAreThoseOfTheContract() {
        RevocationConfig config = read(RevocationConfig.class, Map.of());

        assertThat(config.maxStaleness()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.whenStale()).isEqualTo(RevocationConfig.WhenStale.REJECT);
        assertThat(config.pollInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.canaryInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.listenJdbcUrl()).isEmpty();
        assertThat(config.isPublic()).isFalse();
        assertThat(config.maxListeners()).isEqualTo(10_000);
        assertThat(read(ClockConfig.class, Map.of()).maxOffset()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void everySettingIsRead() {
        RevocationConfig config = read(
                RevocationConfig.class,
                Map.of(
                        "latchkey.revocation.max-staleness", "PT1M",
                        "latchkey.revocation.when-stale", "accept",
                        "latchkey.revocation.poll-interval", "PT0.5S",
                        "latchkey.revocation.public", "true",
                        "latchkey.revocation.canary-interval", "PT1M",
                        "latchkey.revocation.max-listeners", "5",
                        "latchkey.revocation.listen-jdbc-url", "jdbc:postgresql://direct/latchkey"));

        assertThat(config.maxStaleness()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.whenStale()).isEqualTo(RevocationConfig.WhenStale.ACCEPT);
        assertThat(config.pollInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.canaryInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.isPublic()).isTrue();
        assertThat(config.maxListeners()).isEqualTo(5);
        assertThat(config.listenJdbcUrl()).contains("jdbc:postgresql://direct/latchkey");
        assertThat(read(ClockConfig.class, Map.of("latchkey.clock.max-offset", "PT5S"))
                        .maxOffset())
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void listenJdbcUrlWhenUnsetThenIsThatOfTheDataSource() {
        RevocationConfig config =
                read(RevocationConfig.class, Map.of("quarkus.datasource.jdbc.url", "jdbc:postgresql://db/latchkey"));

        assertThat(config.listenJdbcUrl()).contains("jdbc:postgresql://db/latchkey");
    }

    @Test
    void misspeltSettingIsRefused() {
        assertThatThrownBy(() -> read(RevocationConfig.class, Map.of("latchkey.revocation.max-stale", "PT1M")))
                .hasMessageContaining("latchkey.revocation.max-stale");
    }
}
