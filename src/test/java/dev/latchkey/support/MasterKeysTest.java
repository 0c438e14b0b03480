package dev.latchkey.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The master key's forms, and that no message repeats it. */
@Requirement({"K-01", "K-08", "K-09"})
class MasterKeysTest {

    private static final String ONE = key(1);
    private static final String TWO = key(2);

    @TempDir
    Path directory;

    @Test
    void bareKeyHasIdOne() {
        MasterKeys keys = keys(Map.of("latchkey.master-key", ONE));

        assertThat(keys.primaryId()).isEqualTo(1);
        assertThat(keys.key(1)).containsOnly(1);
    }

    @Test
    void firstOfAListIsPrimary() {
        MasterKeys keys = keys(Map.of("latchkey.master-key", "7:" + TWO + ", 1:" + ONE));

        assertThat(keys.primaryId()).isEqualTo(7);
        assertThat(keys.ids()).containsExactly(7, 1);
    }

    @Test
    void fileIsRead() throws IOException {
        Path file = Files.writeString(directory.resolve("key"), ONE + "\n");

        assertThat(keys(Map.of("latchkey.master-key-file", file.toString())).key(1))
                .containsOnly(1);
    }

    @Test
    void missingFileIsNotMadeInProduction() {
        Path file = directory.resolve("key");

        assertThatThrownBy(() -> keys(Map.of("latchkey.master-key-file", file.toString())))
                .hasMessageContaining("latchkey.master-key-file");
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2hvcnQ=", "not base64 at all", "0:%s", "256:%s", "1:%s,1:%s", "%s,", "x:%s", "%s %s"})
    void invalidKeyIsRefusedWithoutBeingRepeated(String form) {
        String value = form.replace("%s", ONE);

        assertThatThrownBy(() -> keys(Map.of("latchkey.master-key", value)))
                .hasMessageContaining("latchkey.master-key")
                .hasMessageContaining("openssl rand -base64 32")
                .hasMessageNotContaining(ONE)
                .hasMessageNotContaining("c2hvcnQ");
    }

    @Test
    void missingKeyIsNamed() {
        assertThatThrownBy(() -> keys(Map.of())).hasMessageContaining("latchkey.master-key-file");
    }

    @Test
    void purposesAndMasterKeysGiveDifferentKeys() {
        PurposeKeys keys = new PurposeKeys(keys(Map.of("latchkey.master-key", "1:" + ONE + ",2:" + TWO)));

        assertThat(keys.key(1, "a")).hasSize(32).isEqualTo(keys.key(1, "a"));
        assertThat(keys.key(1, "a")).isNotEqualTo(keys.key(1, "b")).isNotEqualTo(keys.key(2, "a"));
    }

    private static MasterKeys keys(Map<String, String> settings) {
        return new MasterKeys(ConfigReader.read(MasterKeyConfig.class, settings), new Randomness());
    }

    private static String key(int filler) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) filler);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
