package dev.latchkey.throttle;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.support.ConfigReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThrottleConfigTest {

    @Test
    void defaultsAreThoseOfTheContract() {
        ThrottleConfig config = ConfigReader.read(ThrottleConfig.class, Map.of());

        assertThat(config.enabled()).isTrue();
        assertThat(config.account()).hasToString("5/PT1M");
        assertThat(config.source()).hasToString("100/PT30S");
        assertThat(config.device()).hasToString("10/PT1M");
        assertThat(config.deviceTtl()).isEqualTo(Duration.ofDays(180));
        assertThat(config.signUp()).hasToString("50/PT30S");
        assertThat(config.recovery()).hasToString("20/PT30S");
        assertThat(config.link()).hasToString("100/PT1S");
        assertThat(config.refresh()).hasToString("300/PT1S");
        assertThat(config.csrf()).hasToString("1000/PT0.1S");
        assertThat(config.client()).hasToString("100/PT1S");
        assertThat(config.introspection()).hasToString("1000/PT0.1S");
    }

    @Test
    void everySettingIsRead() {
        ThrottleConfig config = ConfigReader.read(
                ThrottleConfig.class,
                Map.ofEntries(
                        entry("latchkey.throttle.recovery", "8/PT1S"),
                        entry("latchkey.throttle.link", "9/PT1S"),
                        entry("latchkey.throttle.enabled", "false"),
                        entry("latchkey.throttle.account", "1/PT1S"),
                        entry("latchkey.throttle.source", "2/PT1S"),
                        entry("latchkey.throttle.device", "3/PT1S"),
                        entry("latchkey.throttle.device-ttl", "P7D"),
                        entry("latchkey.throttle.sign-up", "4/PT1S"),
                        entry("latchkey.throttle.refresh", "5/PT1S"),
                        entry("latchkey.throttle.csrf", "6/PT1S"),
                        entry("latchkey.throttle.client", "7/PT1S"),
                        entry("latchkey.throttle.introspection", "10/PT1S")));

        assertThat(config.enabled()).isFalse();
        assertThat(config.account().burst()).isEqualTo(1);
        assertThat(config.source().burst()).isEqualTo(2);
        assertThat(config.device().burst()).isEqualTo(3);
        assertThat(config.deviceTtl()).isEqualTo(Duration.ofDays(7));
        assertThat(config.signUp().burst()).isEqualTo(4);
        assertThat(config.refresh().burst()).isEqualTo(5);
        assertThat(config.csrf().burst()).isEqualTo(6);
        assertThat(config.client().burst()).isEqualTo(7);
        assertThat(config.introspection().burst()).isEqualTo(10);
        assertThat(config.recovery().burst()).isEqualTo(8);
        assertThat(config.link().burst()).isEqualTo(9);
    }

    @Test
    void misspeltOrImpossibleSettingIsRefusedByName() {
        assertThatThrownBy(() -> ConfigReader.read(ThrottleConfig.class, Map.of("latchkey.throttle.acount", "5/PT1M")))
                .hasMessageContaining("latchkey.throttle.acount");
        assertThatThrownBy(() -> ConfigReader.read(ThrottleConfig.class, Map.of("latchkey.throttle.account", "five")))
                .hasMessageContaining("latchkey.throttle.account");
    }
}
