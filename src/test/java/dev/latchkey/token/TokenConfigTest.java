package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.support.ConfigReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenConfigTest {

    @Test
    void defaultsAreThoseOfTheContract() {
        TokenConfig config = ConfigReader.read(TokenConfig.class, Map.of());

        assertThat(config.accessTtl()).isEqualTo(Duration.parse("PT15M"));
        assertThat(config.audience()).isEmpty();
        assertThat(config.cacheSize()).isEqualTo(10_000);
    }

    @Test
    void everySettingIsRead() {
        TokenConfig config = ConfigReader.read(
                TokenConfig.class,
                Map.ofEntries(
                        Map.entry("latchkey.token.access-ttl", "PT5M"),
                        Map.entry("latchkey.token.audience", "siblings"),
                        Map.entry("latchkey.token.cache-size", "5")));

        assertThat(config.accessTtl()).isEqualTo(Duration.parse("PT5M"));
        assertThat(config.audience()).contains("siblings");
        assertThat(config.cacheSize()).isEqualTo(5);
    }

    @Test
    void misspeltSettingIsRefused() {
        assertThatThrownBy(() -> ConfigReader.read(TokenConfig.class, Map.of("latchkey.token.ttl", "1")))
                .hasMessageContaining("latchkey.token.ttl");
    }
}
