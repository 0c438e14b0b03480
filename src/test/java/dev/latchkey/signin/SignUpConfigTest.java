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
        assertThat(config.verifyEmail()).isTrue();
    }

    @Test
    void everySettingIsRead() {
        SignUpConfig config = ConfigReader.read(
                SignUpConfig.class,
                Map.of("latchkey.sign-up.mode", "closed", "latchkey.sign-up.verify-email", "false"));

        assertThat(config.mode()).isEqualTo(SignUpConfig.Mode.CLOSED);
        assertThat(config.verifyEmail()).isFalse();
    }

    @Test
    void onlyWhoWasInvited() {
        assertThat(ConfigReader.read(SignUpConfig.class, Map.of("latchkey.sign-up.mode", "invite"))
                        .mode())
                .isEqualTo(SignUpConfig.Mode.INVITE);
    }

    @Test
    void misspeltSettingIsRefused() {
        assertThatThrownBy(() -> ConfigReader.read(SignUpConfig.class, Map.of("latchkey.sign-up.modus", "1")))
                .hasMessageContaining("latchkey.sign-up.modus");
    }
}
