package dev.latchkey.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.support.ConfigReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionConfigTest {

    @Test
    void defaultsAreThoseOfTheContract() {
        SessionConfig config = ConfigReader.read(SessionConfig.class, Map.of());

        assertThat(config.idleTimeout()).isEqualTo(Duration.parse("PT30M"));
        assertThat(config.absoluteTimeout()).isEqualTo(Duration.parse("PT12H"));
        assertThat(config.rememberMe().idleTimeout()).isEqualTo(Duration.parse("P7D"));
        assertThat(config.rememberMe().absoluteTimeout()).isEqualTo(Duration.parse("P30D"));
        assertThat(config.refreshGrace()).isEqualTo(Duration.parse("PT10S"));
        assertThat(config.maxPerUser()).isEqualTo(20);
        assertThat(config.retention()).isEqualTo(Duration.parse("P30D"));
        assertThat(config.sweepEvery()).isEqualTo("60s");
        assertThat(config.onAnomaly()).isEqualTo(SessionConfig.OnAnomaly.EVENT);
        assertThat(config.endRequiresStepUp()).isFalse();
        assertThat(config.regionDatabase()).isEmpty();
    }

    @Test
    void everySettingIsRead() {
        SessionConfig config = ConfigReader.read(
                SessionConfig.class,
                Map.ofEntries(
                        Map.entry("latchkey.session.idle-timeout", "PT5M"),
                        Map.entry("latchkey.session.absolute-timeout", "PT1H"),
                        Map.entry("latchkey.session.remember-me.idle-timeout", "P1D"),
                        Map.entry("latchkey.session.remember-me.absolute-timeout", "P2D"),
                        Map.entry("latchkey.session.refresh-grace", "PT0S"),
                        Map.entry("latchkey.session.max-per-user", "3"),
                        Map.entry("latchkey.session.retention", "P1D"),
                        Map.entry("latchkey.session.sweep-every", "off"),
                        Map.entry("latchkey.session.on-anomaly", "step-up"),
                        Map.entry("latchkey.session.end-requires-step-up", "true"),
                        Map.entry("latchkey.session.region-database", "/data/country.mmdb")));

        assertThat(config.idleTimeout()).isEqualTo(Duration.parse("PT5M"));
        assertThat(config.absoluteTimeout()).isEqualTo(Duration.parse("PT1H"));
        assertThat(config.rememberMe().idleTimeout()).isEqualTo(Duration.parse("P1D"));
        assertThat(config.rememberMe().absoluteTimeout()).isEqualTo(Duration.parse("P2D"));
        assertThat(config.refreshGrace()).isEqualTo(Duration.parse("PT0S"));
        assertThat(config.maxPerUser()).isEqualTo(3);
        assertThat(config.retention()).isEqualTo(Duration.parse("P1D"));
        assertThat(config.sweepEvery()).isEqualTo("off");
        assertThat(config.onAnomaly()).isEqualTo(SessionConfig.OnAnomaly.STEP_UP);
        assertThat(config.endRequiresStepUp()).isTrue();
        assertThat(config.regionDatabase()).contains(Path.of("/data/country.mmdb"));
    }

    @Test
    void misspeltSettingIsRefused() {
        assertThatThrownBy(() -> ConfigReader.read(SessionConfig.class, Map.of("latchkey.session.idle-timout", "1")))
                .hasMessageContaining("latchkey.session.idle-timout");
    }
}
