package dev.latchkey.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Requirement;
import dev.latchkey.support.ConfigReader;
import dev.latchkey.support.LogRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets beside the database that hashes cannot be computed without. */
@Requirement("P-07")
class PeppersTest {

    private static final String PASSWORD = "correct horse battery staple";
    private static final String ONE = secret(1);
    private static final String TWO = secret(2);

    @TempDir
    Path directory;

    @Test
    @DisplayName("whoever has the database and the password, but not the pepper, cannot tell that they belong together")
    void hashIsWorthNothingWithoutThePepper() {
        String hash = hash("1:" + ONE);

        assertThat(hash).startsWith("$argon2id$v=19$m=256,t=1,p=1,keyid=AQ$");
        assertThat(check("1:" + ONE, hash)).isEqualTo(new PasswordCheck(true, null));
        assertThat(check("1:" + TWO, hash).matches()).isFalse();
        String pretended = hash.replace(",keyid=AQ", "");
        assertThat(check("1:" + ONE, pretended).matches()).isFalse();
        try (TestPasswords none = TestPasswords.with(Map.of())) {
            assertThat(none.passwords().matches(PASSWORD, pretended)).isFalse();
        }
    }

    @Test
    @DisplayName("it is the K of RFC 9106 §3.1: whoever has both computes the same hash with any Argon2")
    void pepperIsTheSecretOfArgon2() {
        String[] hash = hash("1:" + ONE).split("\\$", -1);
        byte[] expected = new byte[32];
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withMemoryAsKB(256)
                .withIterations(1)
                .withParallelism(1)
                .withSalt(Base64.getDecoder().decode(hash[4]))
                .withSecret(Base64.getDecoder().decode(ONE))
                .build());
        generator.generateBytes(PASSWORD.toCharArray(), expected);

        assertThat(Base64.getDecoder().decode(hash[5])).isEqualTo(expected);
    }

    @Test
    @DisplayName("rotation: a new one in front, then whoever signs in has it, then the old one may go")
    void signInsMoveToTheFirst() {
        String withoutAny;
        try (TestPasswords none = TestPasswords.with(Map.of())) {
            withoutAny = none.passwords().hash(PASSWORD);
        }
        String first = check("1:" + ONE, withoutAny).renewedHash();
        assertThat(first).contains(",keyid=AQ$");

        String second = check("200:" + TWO + ",1:" + ONE, first).renewedHash();
        assertThat(second).contains(",keyid=yA$");

        assertThat(check("200:" + TWO + ",1:" + ONE, second)).isEqualTo(new PasswordCheck(true, null));
        assertThat(check("200:" + TWO, second)).isEqualTo(new PasswordCheck(true, null));
    }

    @Test
    @DisplayName("one that was taken out too early: a wrong password, and told once")
    void missingPepperIsAWrongPassword() {
        String hash = hash("7:" + ONE);
        for (Map<String, String> settings :
                Arrays.asList(Map.<String, String>of(), Map.of("latchkey.password.pepper", "8:" + ONE))) {
            try (TestPasswords others = TestPasswords.with(settings);
                    LogRecords log = LogRecords.open()) {
                assertThat(others.passwords().check(PASSWORD, hash)).isEqualTo(new PasswordCheck(false, null));
                assertThat(others.passwords().check(PASSWORD, hash)).isEqualTo(new PasswordCheck(false, null));

                assertThat(others.unusableHashes("pepper")).isEqualTo(2);
                assertThat(log.complaints()).hasSize(1).allMatch(line -> line.contains("id 7"));
                assertThat(others.passwords().missingPeppers()).contains("Bw").hasSize(settings.isEmpty() ? 255 : 254);
            }
        }
    }

    @Test
    void fileIsRead() throws IOException {
        Path file = Files.writeString(directory.resolve("pepper"), "3:" + ONE + "\n");

        assertThat(peppers(Map.of("latchkey.password.pepper-file", file.toString()))
                        .primaryId())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2hvcnQ=", "not base64 at all", "0:%s", "256:%s", "1:%s,1:%s", "%s,", "%s %s"})
    void invalidPepperIsRefusedWithoutBeingRepeated(String form) {
        String value = form.replace("%s", ONE);

        assertThatThrownBy(() -> peppers(Map.of("latchkey.password.pepper", value)))
                .hasMessageContaining("latchkey.password.pepper")
                .hasMessageNotContaining(ONE)
                .hasMessageNotContaining("c2hvcnQ");
    }

    @Test
    void missingFileIsNamed() {
        Path file = directory.resolve("none");

        assertThatThrownBy(() -> peppers(Map.of("latchkey.password.pepper-file", file.toString())))
                .hasMessageContaining("latchkey.password.pepper-file");
    }

    @Test
    @DisplayName("each is recognised by what tells nothing of it")
    void fingerprintsDiffer() {
        Map<Integer, byte[]> both = peppers(Map.of("latchkey.password.pepper", "1:" + ONE + ",2:" + TWO))
                .fingerprints();
        Map<Integer, byte[]> swapped =
                peppers(Map.of("latchkey.password.pepper", "2:" + ONE)).fingerprints();

        assertThat(both.get(1)).hasSize(16).isEqualTo(swapped.get(2)).isNotEqualTo(both.get(2));
        assertThat(peppers(Map.of()).fingerprints()).isEmpty();
    }

    @Test
    @Requirement("L-02")
    void noTextShowsThem() {
        Map<String, String> settings = Map.of("latchkey.password.pepper", ONE);

        assertThat(peppers(settings).toString()).isEqualTo("Peppers [1]");
        assertThat(ConfigReader.read(PasswordConfig.class, settings).toString()).doesNotContain(ONE);
    }

    private static String hash(String pepper) {
        try (TestPasswords parts = TestPasswords.with(Map.of("latchkey.password.pepper", pepper))) {
            return parts.passwords().hash(PASSWORD);
        }
    }

    private static PasswordCheck check(String pepper, @Nullable String hash) {
        try (TestPasswords parts = TestPasswords.with(Map.of("latchkey.password.pepper", pepper))) {
            return parts.passwords().check(PASSWORD, hash);
        }
    }

    private static Peppers peppers(Map<String, String> settings) {
        return new Peppers(ConfigReader.read(PasswordConfig.class, settings));
    }

    private static String secret(int filler) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) filler);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
