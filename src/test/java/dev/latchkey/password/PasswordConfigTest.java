package dev.latchkey.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.support.ConfigReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PasswordConfigTest {

    @Test
    void defaultsAreThoseOfTheContract() {
        PasswordConfig config = ConfigReader.read(PasswordConfig.class, Map.of());

        assertThat(config.minLength()).isEqualTo(15);
        assertThat(config.contextWords()).containsExactly("latchkey");
        assertThat(config.breach().url()).isEmpty();
        assertThat(config.breach().file()).isEmpty();
        assertThat(config.breach().whenUnavailable()).isEqualTo(PasswordConfig.WhenUnavailable.ACCEPT);
        assertThat(config.memory()).isEqualTo(19456);
        assertThat(config.iterations()).isEqualTo(2);
        assertThat(config.parallelism()).isEqualTo(1);
        assertThat(config.queue()).isEqualTo(32);
        assertThat(config.pepper()).isEmpty();
        assertThat(config.pepperFile()).isEmpty();
    }

    @Test
    void everySettingIsRead() {
        PasswordConfig config = ConfigReader.read(
                PasswordConfig.class,
                Map.ofEntries(
                        Map.entry("latchkey.password.min-length", "8"),
                        Map.entry("latchkey.password.context-words", "acme,rocket"),
                        Map.entry("latchkey.password.breach.url", "https://breaches.example.com/range/"),
                        Map.entry("latchkey.password.breach.file", "breaches.filter"),
                        Map.entry("latchkey.password.breach.when-unavailable", "reject"),
                        Map.entry("latchkey.password.memory", "47104"),
                        Map.entry("latchkey.password.iterations", "1"),
                        Map.entry("latchkey.password.parallelism", "2"),
                        Map.entry("latchkey.password.pepper", "some"),
                        Map.entry("latchkey.password.pepper-file", "pepper"),
                        Map.entry("latchkey.password.queue", "4")));

        assertThat(config.minLength()).isEqualTo(8);
        assertThat(config.contextWords()).containsExactly("acme", "rocket");
        assertThat(config.breach().url()).contains(URI.create("https://breaches.example.com/range/"));
        assertThat(config.breach().file()).contains(Path.of("breaches.filter"));
        assertThat(config.breach().whenUnavailable()).isEqualTo(PasswordConfig.WhenUnavailable.REJECT);
        assertThat(config.memory()).isEqualTo(47104);
        assertThat(config.iterations()).isEqualTo(1);
        assertThat(config.parallelism()).isEqualTo(2);
        assertThat(config.queue()).isEqualTo(4);
        assertThat(config.pepper()).contains("some");
        assertThat(config.pepperFile()).contains(Path.of("pepper"));
    }

    @Test
    void misspeltSettingIsRefused() {
        assertThatThrownBy(() -> ConfigReader.read(PasswordConfig.class, Map.of("latchkey.password.minlength", "1")))
                .hasMessageContaining("latchkey.password.minlength");
    }
}
