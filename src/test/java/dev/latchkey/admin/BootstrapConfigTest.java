package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.support.ConfigReader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BootstrapConfigTest {

    @Test
    void defaultsAreThoseOfTheContract() {
        BootstrapConfig config = ConfigReader.read(BootstrapConfig.class, Map.of());

        assertThat(config.username()).isEmpty();
        assertThat(config.password()).isEmpty();
        assertThat(config.passwordFile()).isEmpty();
    }

    @Test
    void everySettingIsRead() {
        BootstrapConfig config = ConfigReader.read(
                BootstrapConfig.class,
                Map.ofEntries(
                        Map.entry("latchkey.bootstrap.admin.username", "root"),
                        Map.entry("latchkey.bootstrap.admin.password", "secret"),
                        Map.entry("latchkey.bootstrap.admin.password-file", "/run/secret")));

        assertThat(config.username()).contains("root");
        assertThat(config.password()).contains("secret");
        assertThat(config.passwordFile()).contains(Path.of("/run/secret"));
    }

    @Test
    void misspeltSettingIsRefused() {
        assertThatThrownBy(() -> ConfigReader.read(BootstrapConfig.class, Map.of("latchkey.bootstrap.admin.user", "1")))
                .hasMessageContaining("latchkey.bootstrap.admin.user");
    }
}
