package dev.latchkey.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.support.ConfigReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountConfigTest {

    @Test
    void defaultsAreWithinTheStandards() {
        AccountConfig config = ConfigReader.read(AccountConfig.class, Map.of());

        assertThat(config.resetTtl()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.verificationTtl()).isEqualTo(Duration.ofHours(24));
        assertThat(config.maxAuthenticationAge()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void everySettingIsRead() {
        AccountConfig config = ConfigReader.read(
                AccountConfig.class,
                Map.of(
                        "latchkey.account.reset-ttl", "PT1H",
                        "latchkey.account.verification-ttl", "PT2H",
                        "latchkey.account.max-authentication-age", "PT1M"));

        assertThat(config.resetTtl()).isEqualTo(Duration.ofHours(1));
        assertThat(config.verificationTtl()).isEqualTo(Duration.ofHours(2));
        assertThat(config.maxAuthenticationAge()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void misspeltSettingIsRefused() {
        assertThatThrownBy(() -> ConfigReader.read(AccountConfig.class, Map.of("latchkey.account.reset-tll", "PT1H")))
                .hasMessageContaining("latchkey.account.reset-tll");
    }
}
