package dev.latchkey.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.support.ConfigReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignUpConfigTest {

    @Test
    void defaultsAreThoseOfTheContract() {
        SignUpConfig config = ConfigReader.read(SignUpConfig.class, Map.of());

        assertThat(config.mode()).isEqualTo(SignUpConfig.Mode.OPEN);
    }

    @Test
    void everySettingIsRead() {
        SignUpConfig config =
                ConfigReader.read(SignUpConfig.class, Map.ofEntries(Map.entry("latchkey.sign-up.mode", "closed")));

        assertThat(config.mode()).isEqualTo(SignUpConfig.Mode.CLOSED);
    }

    @Test
    void misspeltSettingIsRefused() {
        assertThatThrownBy(() -> ConfigReader.read(SignUpConfig.class, Map.of("latchkey.sign-up.modus", "1")))
                .hasMessageContaining("latchkey.sign-up.modus");
    }
}
