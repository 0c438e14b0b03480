package dev.latchkey.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MasterKeyConfigTest {

    @Test
    void defaultsAreThoseOfTheContract() {
        MasterKeyConfig config = ConfigReader.read(MasterKeyConfig.class, Map.of());

        assertThat(config.masterKey()).isEmpty();
        assertThat(config.masterKeyFile()).isEmpty();
    }

    @Test
    void everySettingIsRead() {
        MasterKeyConfig config = ConfigReader.read(
                MasterKeyConfig.class,
                Map.ofEntries(
                        Map.entry("latchkey.master-key", "k"), Map.entry("latchkey.master-key-file", "/run/key")));

        assertThat(config.masterKey()).contains("k");
        assertThat(config.masterKeyFile()).contains(Path.of("/run/key"));
    }

    @Test
    void misspeltSettingIsRefused() {
        assertThatThrownBy(() -> ConfigReader.read(MasterKeyConfig.class, Map.of("latchkey.masterkey", "1")))
                .hasMessageContaining("latchkey.masterkey");
    }
}
