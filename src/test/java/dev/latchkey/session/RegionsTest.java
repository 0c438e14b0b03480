package dev.latchkey.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.support.ConfigReader;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionsTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.200, false",
        "192.0.2.1, 198.51.100.1, true",
        "192.0.2.1, 2001:db8:1::1, false",
        "192.0.2.1, 2001:db8:2::1, true",
        "2001:db8:1::1, 2001:db8:2::1, true",
        "192.0.2.1, 10.0.0.1, false",
        "10.0.0.1, 192.0.2.1, false",
        "192.0.2.1, , false",
        ", 192.0.2.1, false",
        "192.0.2.1, nonsense, false"
    })
    @DisplayName("two countries differ; an unknown one differs from none")
    void differ(@Nullable String one, @Nullable String other, boolean expected) {
        Path file = new RegionFile()
                .with("192.0.2.0/24", "DE")
                .with("198.51.100.0/25", "FR")
                .with("2001:db8:1::/48", "DE")
                .with("2001:db8:2::/47", "FR")
                .write(directory.resolve("regions.mmdb"));

        assertThat(regions(file).differ(one, other)).isEqualTo(expected);
    }

    @Test
    void withoutDatabaseNothingDiffers() {
        Regions none = new Regions(ConfigReader.read(SessionConfig.class, Map.of()));

        assertThat(none.differ("192.0.2.1", "198.51.100.1")).isFalse();
    }

    @Test
    @DisplayName("a file that is missing or something else stops the start by the property's name")
    void unreadableFileIsRefused() throws IOException {
        Path other = Files.writeString(directory.resolve("other.mmdb"), "no database");
        for (Path file : new Path[] {directory.resolve("missing.mmdb"), other, directory}) {
            assertThatThrownBy(() -> regions(file))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("latchkey.session.region-database");
        }
    }

    private static Regions regions(Path file) {
        return new Regions(
                ConfigReader.read(SessionConfig.class, Map.of("latchkey.session.region-database", file.toString())));
    }
}
