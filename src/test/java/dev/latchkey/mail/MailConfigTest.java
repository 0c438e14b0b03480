package dev.latchkey.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.support.ConfigReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailConfigTest {

    @Test
    void defaultsAreThoseOfTheContract() {
        MailConfig config = ConfigReader.read(MailConfig.class, Map.of());

        assertThat(config.giveUpAfter()).isEqualTo(Duration.ofDays(3));
        assertThat(config.pollEvery()).isEqualTo("5s");
    }

    @Test
    void everySettingIsRead() {
        MailConfig config = ConfigReader.read(
                MailConfig.class, Map.of("latchkey.mail.give-up-after", "PT1H", "latchkey.mail.poll-every", "off"));

        assertThat(config.giveUpAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(config.pollEvery()).isEqualTo("off");
    }

    @Test
    void misspeltSettingIsRefused() {
        assertThatThrownBy(() -> ConfigReader.read(MailConfig.class, Map.of("latchkey.mail.giveup-after", "1")))
                .hasMessageContaining("latchkey.mail.giveup-after");
    }
}
