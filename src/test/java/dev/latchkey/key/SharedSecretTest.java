package dev.latchkey.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Requirement;
import dev.latchkey.support.ConfigReader;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Requirement("K-01")
class SharedSecretTest {

    private static final String GOOD = Base64.getEncoder().encodeToString(new byte[32]);

    @TempDir
    Path directory;

    @Test
    void readThenSignsAndVerifies() {
        SigningKey key = read(Map.of("latchkey.token.algorithm", "HS256", "latchkey.token.secret", GOOD));
        byte[] signature = key.sign(new byte[] {1});
        assertThat(signature).hasSize(32);
        assertThat(key.verificationKey().verifies(new byte[] {1}, signature)).isTrue();
        assertThat(key.verificationKey().verifies(new byte[] {2}, signature)).isFalse();
        assertThat(key.verificationKey().verifies(new byte[] {1}, new byte[0])).isFalse();
        assertThat(key.kid()).matches("[\\w-]{43}");
        assertThat(key.verificationKey().publicJwk()).isEmpty();
        assertThat(key).hasToString("SigningKey " + key.kid());
    }

    @Test
    void readFromAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), GOOD + "\n");
        assertThat(read(Map.of("latchkey.token.algorithm", "HS256", "latchkey.token.secret-file", file.toString()))
                        .kid())
                .isEqualTo(read(Map.of("latchkey.token.algorithm", "HS256", "latchkey.token.secret", GOOD))
                        .kid());
    }

    @ParameterizedTest
    @CsvSource({
        "HS256, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==, 248 bits",
        "HS256, correct horse battery staple, not base64",
        "ES256, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, never together",
        "RS256, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, never together"
    })
    void readWhenImpossibleThenNamesTheSettingAndNotTheSecret(String algorithm, String secret, String why) {
        assertThatThrownBy(() -> read(Map.of("latchkey.token.algorithm", algorithm, "latchkey.token.secret", secret)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("latchkey.token.secret")
                .hasMessageContaining(why)
                .hasMessageNotContaining(secret);
    }

    @Test
    void readWhenAKeyIsImportedThenNamesTheSetting() {
        KeyConfig secret = ConfigReader.read(
                KeyConfig.class, Map.of("latchkey.token.algorithm", "HS256", "latchkey.token.secret", GOOD));
        KeyRingConfig ring = ConfigReader.read(KeyRingConfig.class, Map.of("latchkey.key.import-file", "/key.pem"));
        assertThatThrownBy(() -> SharedSecret.read(secret, ring))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("latchkey.key.import-file");
    }

    @Test
    void readWhenThereIsNoneThenNamesTheSetting() {
        assertThatThrownBy(() -> read(Map.of("latchkey.token.algorithm", "HS256")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("latchkey.token.secret");
    }

    private static SigningKey read(Map<String, String> settings) {
        return SharedSecret.read(
                        ConfigReader.read(KeyConfig.class, settings), ConfigReader.read(KeyRingConfig.class, Map.of()))
                .orElseThrow();
    }
}
