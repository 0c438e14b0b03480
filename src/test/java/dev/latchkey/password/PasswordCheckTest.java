package dev.latchkey.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.support.LogRecords;
import dev.latchkey.support.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a password: whether it is right, and what to store in the place of an old hash. */
@Requirement("P-07")
class PasswordCheckTest {

    private static final String PASSWORD = "correct horse battery staple";
    private static final String BCRYPT = "$2b$05$1bDnUVn4tH/AP.UHCzpLOOl8uknxrWpTfuG0rytVeITDn7xN0wWl6";

    private final TestPasswords parts = TestPasswords.with(Map.of());
    private final Passwords passwords = parts.passwords();

    @AfterEach
    void stop() {
        parts.close();
    }

    @Test
    void hashOfTodayIsNotRenewed() {
        PasswordCheck check = passwords.check(PASSWORD, passwords.hash(PASSWORD));

        assertThat(check.matches()).isTrue();
        assertThat(check.renewedHash()).isNull();
    }

    @Test
    void hashOfOthersIsRenewed() {
        PasswordCheck check = passwords.check(PASSWORD, BCRYPT);

        assertThat(check.matches()).isTrue();
        assertThat(check.renewedHash()).startsWith("$argon2id$v=19$m=256,t=1,p=1$");
        assertThat(passwords.check(PASSWORD, check.renewedHash())).isEqualTo(new PasswordCheck(true, null));
        assertThat(check.toString()).doesNotContain("argon2");
    }

    @Test
    void wrongPasswordRenewsNothing() {
        assertThat(passwords.check("incorrect horse", BCRYPT)).isEqualTo(new PasswordCheck(false, null));
        assertThat(passwords.check(PASSWORD, null)).isEqualTo(new PasswordCheck(false, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory=512", "iterations=2", "parallelism=2"})
    @DisplayName("made with other settings, cheaper or dearer")
    void hashOfOtherSettingsIsRenewed(String setting) {
        String[] parts = setting.split("=", -1);
        try (TestPasswords others = TestPasswords.with(Map.of("latchkey.password." + parts[0], parts[1]))) {
            PasswordCheck dearer = others.passwords().check(PASSWORD, passwords.hash(PASSWORD));
            PasswordCheck cheaper = passwords.check(PASSWORD, others.passwords().hash(PASSWORD));

            assertThat(dearer.matches()).isTrue();
            assertThat(dearer.renewedHash()).contains(parts[0].charAt(0) == 'm' ? "m=512" : "=2");
            assertThat(cheaper.matches()).isTrue();
            assertThat(cheaper.renewedHash()).contains("$m=256,t=1,p=1$");
        }
    }

    @Test
    @Requirement("P-06")
    @DisplayName("the same password of two users, twice imported or hashed here: four hashes")
    void noTwoHashesAreTheSame() {
        assertThat(new String[] {
                    passwords.hash(PASSWORD),
                    passwords.hash(PASSWORD),
                    Objects.requireNonNull(passwords.check(PASSWORD, BCRYPT).renewedHash()),
                    Objects.requireNonNull(passwords.check(PASSWORD, BCRYPT).renewedHash())
                })
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // of the text as it was typed, and of its normal form; by python3-bcrypt
                "$2b$04$WIU3GIFe1i.I.XgXJuzQ1eZ9MKjpafPSae9J3lw.DYCIGXr/tLiR.",
                "$2b$04$DdctTHlTTuVLai6nx./Kq.jUit4BMdaeZQZlLuG51KXladYwQ45oW"
            })
    @Requirement("P-03")
    @DisplayName("others hashed what was typed, or its normal form")
    void bothFormsOfATextAreTried(String stored) {
        PasswordCheck check = passwords.check("\ufb01sh and \u212bngstr\u00f6m \ud83d\udc1f", stored);

        assertThat(check.matches()).isTrue();
        assertThat(passwords.matches("fish and \u00c5ngstr\u00f6m \ud83d\udc1f", check.renewedHash()))
                .isTrue();
        assertThat(passwords.matches("fish and Angstrom \ud83d\udc1f", stored)).isFalse();
    }

    @Test
    @Requirement("P-02")
    @DisplayName("bcrypt sees 72 bytes; what it cannot tell from the password does not become the password")
    void unseenEndRenewsNothing() {
        String password = "0123456789".repeat(8);
        String bcrypt = "$2b$04$TjguarXy6zphgY2R5/SFvOqTw73CKd4X2gchNYVdBWay.Smg0bQQa";

        for (String typed : new String[] {password, password + "x", password.substring(0, 72)}) {
            assertThat(passwords.check(typed, bcrypt)).isEqualTo(new PasswordCheck(true, null));
        }
        assertThat(passwords.matches(password.substring(0, 71), bcrypt)).isFalse();
    }

    @Test
    @Requirement("P-02")
    @DisplayName("of 71 bytes bcrypt sees the end, and of the digest in Django's bcrypt_sha256 always")
    void seenEndIsRenewed() {
        String password = "0123456789".repeat(8);
        String bcrypt = OpenBSDBCrypt.generate("2b", password.substring(0, 71).toCharArray(), new byte[16], 4);
        String digest = HexFormat.of().formatHex(Sha256.of(password.getBytes(StandardCharsets.UTF_8)));
        String django = Bcrypt.DIGESTED + OpenBSDBCrypt.generate("2b", digest.toCharArray(), new byte[16], 4);

        assertThat(passwords.check(password.substring(0, 71), bcrypt).renewedHash())
                .isNotNull();
        assertThat(passwords.check(password, django).renewedHash()).isNotNull();
        assertThat(passwords.matches(password + "x", django)).isFalse();
    }

    @Test
    @Requirement("P-02")
    @DisplayName("64 characters, and the 256 that may be, count to the last one")
    void longPasswordsCountToTheirEnd() {
        for (int length : new int[] {64, 256}) {
            String password = "\u00e4b".repeat(length / 2);
            String hash = passwords.hash(password);

            assertThat(passwords.matches(password, hash)).isTrue();
            assertThat(passwords.matches(password.substring(0, length - 1), hash))
                    .isFalse();
            assertThat(passwords.matches(password + "b", hash)).isFalse();
        }
    }

    @Test
    @DisplayName("half a surrogate pair matches nothing, whoever hashed it")
    void brokenTextMatchesNothing() {
        assertThat(passwords.matches("?", passwords.hash("?"))).isTrue();
        assertThat(passwords.matches("\ud83d", passwords.hash("?"))).isFalse();
    }

    @Test
    @DisplayName("what cannot be computed is a wrong password, and told once")
    void unusableHashIsTold() {
        try (LogRecords log = LogRecords.open()) {
            for (int i = 0; i < 3; i++) {
                assertThat(passwords.check(PASSWORD, "{noop}" + PASSWORD)).isEqualTo(new PasswordCheck(false, null));
            }
            assertThat(parts.unusableHashes("format")).isEqualTo(3);
            assertThat(log.complaints())
                    .hasSize(1)
                    .allMatch(line -> line.contains("known kind") && !line.contains("horse"));
        }
    }

    @Test
    @Requirement("T-07")
    @DisplayName(
            "a hash that takes more than there is for others' is computed alone, not refused: it was stored when there was more")
    void storedHashIsNotHeldToTheLimitsOfAnImport() {
        try (TestPasswords dear =
                TestPasswords.with(Map.of("latchkey.password.memory", "8192", "latchkey.password.iterations", "200"))) {
            String stored = dear.passwords().hash(PASSWORD);

            assertThat(passwords.check(PASSWORD, stored).renewedHash()).contains("$m=256,t=1,p=1$");
        }
    }
}
