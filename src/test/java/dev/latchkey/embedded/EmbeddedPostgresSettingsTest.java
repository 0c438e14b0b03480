package dev.latchkey.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresSettingsTest {

    private static final Map<String, String> ENABLED = Map.of("latchkey.embedded-postgres.enabled", "true");

    @Test
    void developmentKeepsItsData() {
        assertThat(read("dev", Map.of()))
                .contains(new EmbeddedPostgresSettings(
                        Path.of(".latchkey/postgres").toAbsolutePath(), 0, false));
    }

    @Test
    void testsBeginEmptyBelowTarget() {
        EmbeddedPostgresSettings settings = read("test", Map.of()).orElseThrow();

        assertThat(settings.temporary()).isTrue();
        assertThat(settings.dataDirectory()).startsWith(Path.of("target").toAbsolutePath());
    }

    @Test
    void productionStartsOneOnlyWhenAsked() {
        assertThat(read("prod", Map.of())).isEmpty();
        assertThat(read("prod", ENABLED)).isPresent();
    }

    @Test
    void developmentStartsNoneWhenForbidden() {
        assertThat(read("dev", Map.of("latchkey.embedded-postgres.enabled", "false")))
                .isEmpty();
    }

    @Test
    void configuredUrlAlwaysWins() {
        String url = "jdbc:postgresql://db/latchkey";

        assertThat(read("dev", Map.of("quarkus.datasource.jdbc.url", url))).isEmpty();
        assertThat(read("dev", Map.of("%dev.quarkus.datasource.jdbc.url", url))).isEmpty();
        assertThat(read("test", Map.of("QUARKUS_DATASOURCE_JDBC_URL", url))).isEmpty();
        assertThat(read("dev", Map.of("%prod.quarkus.datasource.jdbc.url", url)))
                .isPresent();
        assertThat(read(
                        "prod",
                        Map.of("latchkey.embedded-postgres.enabled", "true", "quarkus.datasource.jdbc.url", url)))
                .isEmpty();
    }

    @Test
    void directoryAndPortCanBeChosen() {
        Map<String, String> chosen =
                Map.of("latchkey.embedded-postgres.data-dir", "/data/pg", "latchkey.embedded-postgres.port", "5433");

        assertThat(read("test", chosen)).contains(new EmbeddedPostgresSettings(Path.of("/data/pg"), 5433, false));
    }

    @Test
    void nonsenseIsRefusedByName() {
        assertThatThrownBy(() -> read("dev", Map.of("latchkey.embedded-postgres.enabled", "yes")))
                .hasMessageContaining("latchkey.embedded-postgres.enabled");
        assertThatThrownBy(() -> read("dev", Map.of("latchkey.embedded-postgres.port", "70000")))
                .hasMessageContaining("latchkey.embedded-postgres.port");
    }

    private static Optional<EmbeddedPostgresSettings> read(String profile, Map<String, String> properties) {
        AtomicReference<Optional<EmbeddedPostgresSettings>> settings = new AtomicReference<>(Optional.empty());
        ConfigSourceFactory factory = context -> {
            settings.set(EmbeddedPostgresSettings.read(context));
            return List.of();
        };
        new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withProfile(profile)
                .withSources(new PropertiesConfigSource(properties, "test", 250))
                .withSources(new io.smallrye.config.EnvConfigSource(environment(properties), 300))
                .withSources(factory)
                .build();
        return settings.get();
    }

    private static Map<String, String> environment(Map<String, String> properties) {
        String name = "QUARKUS_DATASOURCE_JDBC_URL";
        return properties.containsKey(name) ? Map.of(name, properties.get(name)) : Map.of();
    }
}
