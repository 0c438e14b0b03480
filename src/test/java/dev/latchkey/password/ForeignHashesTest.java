package dev.latchkey.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.latchkey.Requirement;
import dev.latchkey.support.ConfigReader;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Hashes of other systems: those that others made are read and verified, those that would hurt are refused. */
class ForeignHashesTest {

    private static final String VECTORS = "/dev/latchkey/password/foreign-hashes.csv";
    private static final int MEMORY = 131_072;

    private final ForeignHashes hashes = new ForeignHashes(new ForeignMemory(MEMORY));
    private final Argon2Hasher argon2 =
            new Argon2Hasher(256, 1, 1, new Peppers(ConfigReader.read(PasswordConfig.class, Map.of())));

    @ParameterizedTest(name = "{0}: {2}")
    @CsvFileSource(resources = VECTORS, delimiter = '|', numLinesToSkip = 1)
    @Requirement({"P-06", "P-07"})
    @DisplayName("made by others, for a known password")
    void hashesOfOthersAreVerified(String source, String password, String text) throws UnusableHashException {
        StoredHash read = hashes.read(text);

        assertThat(read.matches(password, argon2)).isTrue();
        assertThat(read.matches(password + " ", argon2)).isEqualTo(isBeyondBcrypt(password, text));
        assertThat(read.matches("", argon2)).isFalse();
        StoredHash stored = StoredHash.parse(read.text());
        assertThat(stored.matches(password, argon2)).isTrue();
        assertThat(stored.text()).isEqualTo(read.text());
        assertThat(read.toString()).doesNotContain("$");
    }

    private static boolean isBeyondBcrypt(String password, String text) {
        return password.length() >= 72 && text.startsWith("$2");
    }

    @ParameterizedTest
    @CsvFileSource(resources = VECTORS, delimiter = '|', numLinesToSkip = 1)
    @DisplayName("cut off or changed anywhere: another hash or none, and nothing worse")
    void damagedHashesDoNoHarm(String source, String password, String text) {
        for (int i = 0; i < text.length(); i++) {
            String before = text.substring(0, i);
            for (String damaged :
                    new String[] {before, before + "$" + text.substring(i), before + text.substring(i + 1)}) {
                try {
                    StoredHash read = hashes.read(damaged);
                    assertThat(read.memory()).isLessThanOrEqualTo(MEMORY);
                    assertThat(read.isSlow()).isFalse();
                } catch (UnusableHashException e) {
                    assertThat(e).hasNoCause();
                } catch (RuntimeException e) {
                    fail(damaged, e);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // of no kind, or one that nobody should bring along
                "''|known kind",
                "5f4dcc3b5aa765d61d8327deb882cf99|known kind",
                "$1$4pT.wrhO$pCoR27tkNgBZ9i8M2Er.X/|known kind",
                "$6$rounds=5000$saltsalt$c2FsdHNhbHRzYWx0c2FsdA|known kind",
                "{noop}password|known kind",
                "$argon2x$v=19$m=256,t=1,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|Argon2 hash",
                "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW|bcrypt hash",
                "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe|bcrypt hash",
                "$pbkdf2-md5$i=1000$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|PBKDF2 hash",
                // gigabytes
                "$argon2id$v=19$m=1048577,t=1,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|parameters",
                "$argon2id$v=19$m=131073,t=1,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|131073 KiB",
                "$argon2id$v=19$m=9999999999,t=1,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|Argon2 hash",
                "$scrypt$ln=20,r=8,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|parameters",
                "$scrypt$ln=24,r=99,p=99$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|parameters",
                "$scrypt$ln=2,r=99,p=99$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA$|scrypt hash",
                "$scrypt$ln=18,r=8,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|KiB",
                // minutes
                "$argon2id$v=19$m=65536,t=17,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|longer",
                "$argon2id$v=19$m=256,t=99999,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|longer",
                "$2b$15$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW|longer",
                "$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW|longer",
                "$pbkdf2-sha256$i=4000001$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|longer",
                "$pbkdf2-sha256$i=999999999$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|longer",
                "$pbkdf2$i=2000001$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdHNvbWVzYWx0|longer",
                "pbkdf2_sha256$999999999$somesalt$c29tZXNhbHRzb21lc2FsdA==|longer",
                "$scrypt$ln=14,r=8,p=33$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|longer",
                // what the functions do not have
                "$argon2id$v=18$m=256,t=1,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|Argon2 hash",
                "$argon2id$v=19$m=256,t=0,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|parameters",
                "$argon2id$v=19$m=256,t=1,p=0$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|parameters",
                "$argon2id$v=19$m=15,t=1,p=2$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|parameters",
                "$argon2id$v=19$m=256,t=-1,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|Argon2 hash",
                "$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW|parameters",
                "$2b$32$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW|parameters",
                "$pbkdf2-sha256$i=0$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|parameters",
                "$scrypt$ln=0,r=8,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|parameters",
                "$scrypt$ln=16,r=1,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|parameters",
                "scrypt$16385$somesalt$8$1$c29tZXNhbHRzb21lc2FsdA==|parameters",
                "scrypt$0$somesalt$8$1$c29tZXNhbHRzb21lc2FsdA==|parameters",
                // would let everybody in, or many
                "$argon2id$v=19$m=256,t=1,p=1$c29tZXNhbHQ$|Argon2 hash",
                "$argon2id$v=19$m=256,t=1,p=1$c29tZXNhbHQ$YQ|hash of 1 bytes",
                "$pbkdf2-sha256$i=1000$c29tZXNhbHQ$c29tZXNhbHRzb21lc2Fs|hash of 15 bytes",
                "$scrypt$ln=4,r=8,p=1$c2E$c29tZXNhbHRzb21lc2FsdA|salt of 2 bytes",
                "pbkdf2_sha1$1000$abc$c29tZXNhbHRzb21lc2FsdA==|salt of 3 bytes",
                "$pbkdf2-sha256$i=1000$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdHNvb|base64",
                // with a secret that is not ours
                "$argon2id$v=19$m=256,t=1,p=1,keyid=AQ$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|secret",
                "$argon2id$v=19$m=256,t=1,p=1,keyid=Hj5+dsK0ZQ$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|secret",
                "$argon2id$v=19$m=256,t=1,p=1,keyid=AA$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|secret",
                "$argon2id$v=19$m=256,t=1,p=1,keyid=AAAAA$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|secret",
                "$argon2id$v=19$m=256,t=1,p=1,data=AQ$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA|Argon2 hash",
            })
    @Requirement("T-07")
    @DisplayName("refused where they are read, and the reason repeats nothing of them")
    void hostileHashesAreRefused(String text, String reason) {
        assertThatThrownBy(() -> hashes.read(text))
                .isInstanceOf(UnusableHashException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("$")
                .hasMessageNotContaining("c29tZ");
    }

    @Test
    void longTextIsNotLookedAt() {
        assertThatThrownBy(() -> hashes.read("$argon2id$v=19$m=256,t=1,p=1$" + "A".repeat(100_000)))
                .isInstanceOf(UnusableHashException.class)
                .hasMessageContaining("512");
    }

    @Test
    @DisplayName("bits that belong to no byte are not part of a bcrypt hash")
    void unusedBitsOfBcryptDoNotCount() throws UnusableHashException {
        StoredHash hash = hashes.read("$2a$05$CCCCCCCCCCCCCCCCCCCCC/E5YPO9kmyuRGyh0XouQYb4YMJKvyOeX");

        assertThat(hash.text()).isEqualTo("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW");
        assertThat(hash.matches("U*U", argon2)).isTrue();
    }

    @Test
    @Requirement("T-07")
    @DisplayName("what a hash takes is known before it is computed")
    void memoryIsWhatTheParametersSay() throws UnusableHashException {
        String rest = "$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA";

        assertThat(hashes.read("$argon2i$v=19$m=65536,t=3,p=4" + rest).memory()).isEqualTo(65_536);
        assertThat(hashes.read("$scrypt$ln=14,r=8,p=1" + rest).memory()).isBetween(16_384, 16_400);
        assertThat(hashes.read("$scrypt$ln=1,r=64,p=64" + rest).memory()).isBetween(1_000, 1_100);
        assertThat(hashes.read("$pbkdf2-sha256$i=600000" + rest).memory()).isZero();
    }
}
