package dev.latchkey.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.verifier.VerifierSettings.Readiness;
import dev.latchkey.verifier.VerifierSettings.WhenStale;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierSettingsTest {

    private static final String URL = "https://auth.example.com";

    @Test
    void defaults() {
        VerifierSettings settings = VerifierSettings.from(config(Map.of("mp.jwt.verify.issuer", URL)));

        assertThat(settings)
                .isEqualTo(new VerifierSettings(
                        URI.create(URL),
                        Duration.ofSeconds(30),
                        WhenStale.REJECT,
                        Readiness.LOADED,
                        null,
                        Duration.ofSeconds(15)));
        assertThat(VerifierSettings.isEnabled(config(Map.of()))).isTrue();
    }

    @Test
    void everythingSet(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "s3cret\n");
        VerifierSettings settings = VerifierSettings.from(config(Map.of(
                "mp.jwt.verify.issuer", URL,
                "latchkey.verifier.url", "http://localhost:8080/",
                "latchkey.verifier.max-staleness", "PT1M",
                "latchkey.verifier.when-stale", "accept",
                "latchkey.verifier.readiness", "fresh",
                "latchkey.verifier.client-id", "billing",
                "latchkey.verifier.client-secret-file", file.toString())));

        assertThat(settings)
                .isEqualTo(new VerifierSettings(
                        URI.create("http://localhost:8080"),
                        Duration.ofMinutes(1),
                        WhenStale.ACCEPT,
                        Readiness.FRESH,
                        new ClientCredentials("billing", "s3cret"),
                        Duration.ofSeconds(15)));
        assertThat(settings.toString()).doesNotContain("s3cret");
        assertThat(VerifierSettings.isEnabled(config(Map.of("latchkey.verifier.enabled", "false"))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://auth.example.com",
                "http://localhost.example.com",
                "http://127.0.0.1.example.com",
                "http://10.0.0.1",
                "https://auth.example.com?x",
                "https://",
                "auth.example.com",
                "ftp://localhost",
                "latchkey",
                "http://[",
            })
    void onlyHttpsOutsideTheLoopbackInterface(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerifierSettings.from(config(Map.of("latchkey.verifier.url", url))))
                .withMessageContaining("latchkey.verifier.url=" + url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://user:s3cret@auth.example.com", "https://user:s3cret/@auth.example.com"})
    void passwordInTheUrlIsNotTold(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerifierSettings.from(config(Map.of("latchkey.verifier.url", url))))
                .withMessageContaining("latchkey.verifier.url=https://…@auth.example.com")
                .withMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:8080", "http://127.0.0.1", "http://[::1]:80", "https://auth.example.com/realm"
            })
    void goodUrls(String url) {
        assertThat(VerifierSettings.from(config(Map.of("latchkey.verifier.url", url)))
                        .url())
                .isEqualTo(URI.create(url));
    }

    @Test
    void missingUrlIsTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerifierSettings.from(config(Map.of())))
                .withMessageContaining("latchkey.verifier.url");
    }

    @ParameterizedTest
    @CsvSource({
        "max-staleness, 30s",
        "max-staleness, PT9.9S",
        "max-staleness, PT15M1S",
        "max-staleness, -PT30S",
        "when-stale, ACCEPT",
        "when-stale, never",
        "readiness, maybe",
        "client-secret, lonely",
        "client-id, lonely",
        "client-secret-file, /lonely",
    })
    void wrongValuesAreTold(String name, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerifierSettings.from(
                        config(Map.of("latchkey.verifier.url", URL, "latchkey.verifier." + name, value))))
                .withMessageContaining("latchkey.verifier." + name);
    }

    @Test
    void secretAndFileTogetherAreTooMuch() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerifierSettings.from(config(Map.of(
                        "latchkey.verifier.url", URL,
                        "latchkey.verifier.client-id", "billing",
                        "latchkey.verifier.client-secret", "s3cret",
                        "latchkey.verifier.client-secret-file", "/nowhere"))))
                .withMessageNotContaining("s3cret");
    }

    private static Config config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(new HashMap<>(values), "test", 100))
                .build();
    }
}
