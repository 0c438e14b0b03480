package dev.latchkey.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.support.ConfigReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyConfigTest {

    @Test
    void defaultsAreThoseOfTheContract() {
        KeyConfig config = ConfigReader.read(KeyConfig.class, Map.of());

        assertThat(config.algorithm()).isEqualTo(KeyAlgorithm.ES256);
        assertThat(config.secret()).isEmpty();
        assertThat(config.secretFile()).isEmpty();
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

    @Test
    void defaultsOfTheRingAreThoseOfTheContract() {
        KeyRingConfig config = ConfigReader.read(KeyRingConfig.class, Map.of());
        assertThat(config.rotationInterval()).isEqualTo(Duration.ofDays(30));
        assertThat(config.publishAhead()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.jwksMaxAge()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.rsaBits()).isEqualTo(3072);
        assertThat(config.importFile()).isEmpty();
        assertThat(config.nativeCrypto()).isTrue();
        assertThat(config.pollEvery()).isEqualTo("1s");
    }

    @Test
    void everySettingOfTheRingIsRead() {
        KeyRingConfig config = ConfigReader.read(
                KeyRingConfig.class,
                Map.ofEntries(
                        Map.entry("latchkey.key.rotation-interval", "P7D"),
                        Map.entry("latchkey.key.publish-ahead", "PT1H"),
                        Map.entry("latchkey.key.jwks-max-age", "PT1M"),
                        Map.entry("latchkey.key.rsa-bits", "4096"),
                        Map.entry("latchkey.key.import-file", "/run/key.pem"),
                        Map.entry("latchkey.key.native-crypto", "false"),
                        Map.entry("latchkey.key.poll-every", "off")));
        assertThat(config.rotationInterval()).isEqualTo(Duration.ofDays(7));
        assertThat(config.publishAhead()).isEqualTo(Duration.ofHours(1));
        assertThat(config.jwksMaxAge()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.rsaBits()).isEqualTo(4096);
        assertThat(config.importFile()).contains(Path.of("/run/key.pem"));
        assertThat(config.nativeCrypto()).isFalse();
        assertThat(config.pollEvery()).isEqualTo("off");
    }

    @Test
    void misspeltSettingOfTheRingIsRefused() {
        assertThatThrownBy(() -> ConfigReader.read(KeyRingConfig.class, Map.of("latchkey.key.publish", "1")))
                .hasMessageContaining("latchkey.key.publish");
    }
}
