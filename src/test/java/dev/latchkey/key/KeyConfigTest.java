package dev.latchkey.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.support.ConfigReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyConfigTest {

    @Test
    void defaultsAreThoseOfTheContract() {
        KeyConfig config = ConfigReader.read(KeyConfig.class, Map.of());

        assertThat(config.algorithm()).isEqualTo(KeyAlgorithm.ES256);
    }

    @Test
    void everySettingIsRead() {
        KeyConfig config =
                ConfigReader.read(KeyConfig.class, Map.ofEntries(Map.entry("latchkey.token.algorithm", "ES256")));

        assertThat(config.algorithm()).isEqualTo(KeyAlgorithm.ES256);
    }

    @Test
    void misspeltSettingIsRefused() {
        assertThatThrownBy(() -> ConfigReader.read(KeyConfig.class, Map.of("latchkey.token.algoritm", "1")))
                .hasMessageContaining("latchkey.token.algoritm");
    }
}
