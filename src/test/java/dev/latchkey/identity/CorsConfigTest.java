package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.support.ConfigReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CorsConfigTest {

    @Test
    void nobodyIsListedByDefault() {
        assertThat(ConfigReader.read(CorsConfig.class, Map.of()).origins()).isEmpty();
        assertThat(ConfigReader.read(CorsConfig.class, Map.of("latchkey.cors.origins", ""))
                        .origins())
                .isEmpty();
    }

    @Test
    void everySettingIsRead() {
        CorsConfig config = ConfigReader.read(
                CorsConfig.class, Map.of("latchkey.cors.origins", "https://a.example,https://b.example:8443"));

        assertThat(config.origins()).contains(List.of("https://a.example", "https://b.example:8443"));
    }

    @Test
    void misspeltSettingIsRefused() {
        assertThatThrownBy(
                        () -> ConfigReader.read(CorsConfig.class, Map.of("latchkey.cors.origin", "https://a.example")))
                .hasMessageContaining("latchkey.cors.origin");
    }
}
