package dev.latchkey.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.support.ConfigReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which new passwords are taken, without anybody else being asked. */
class PasswordPolicyTest {

    private static final List<String> ADA = List.of("ada.lovelace@example.com", "Ada Lovelace");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "passwordpassword",
                "PasswordPassword",
                "1234567890qwerty",
                "qwertyuiop12345",
                "iloveyouiloveyou",
                "sunshinesunshinesunshine",
                "aaaaaaaaaaaaaaa",
                "111111111111111",
                "               ",
                "123456123456123456",
                "qwertyqwertyqwerty",
                "letmeinletmeinletmein",
                "123456789012345",
                "987654321098765",
                "abcdefghijklmnop",
                "QwertyuiopAsdfghjkl",
                "1q2w3e4r5t6y7u8i"
            })
    @Requirement("P-04")
    @DisplayName("known passwords, in any case and repeated")
    void commonPasswordsAreRefused(String password) {
        assertThat(reasons(password)).containsExactly("common");
    }

    @ParameterizedTest
    @CsvSource({"password,common", "Password1,common", "hunter4,too_short", "7 chars,too_short"})
    @Requirement({"P-01", "P-04"})
    @DisplayName("every reason is told, also where eight characters are enough")
    void shortOnesAreLookedAtToo(String password, String reason) {
        assertThat(policy(8).reasonsAgainst(password, password, ADA)).containsExactly(reason);
        assertThat(reasons(password)).contains("too_short");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada.lovelace@example.com",
                "ada.lovelace2026",
                "ADA.LOVELACE!!!",
                "ada lovelace ada lovelace",
                "latchkeylatchkey",
                "LatchKey-ada.lovelace",
                "ａｄａ．ｌｏｖｅｌａｃｅ1",
                "lovelace-lovelace",
                "ada.lovelace12345678"
            })
    @Requirement("P-04")
    @DisplayName("names of the account and the service, and little beside them")
    void contextIsRefused(String password) {
        assertThat(reasons(password)).contains("context");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "ada.lovelace and a dozen engines",
                "a key for every latch there is",
                "271828182845904",
                "mypasswordpassword",
                "\uD83D\uDE00\uD83D\uDE01\uD83D\uDE02\uD83D\uDE03\uD83D\uDE04\uD83D\uDE05\uD83D\uDE06\uD83D\uDE07\uD83D\uDE08\uD83D\uDE09\uD83D\uDE0A\uD83D\uDE0B\uD83D\uDE0C\uD83D\uDE0D\uD83D\uDE0E",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    @Requirement({"P-03", "P-04"})
    @DisplayName("words that anybody might guess are good enough as part of more")
    void goodPasswordsAreTaken(String password) {
        assertThat(reasons(password)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFDFA",
                "\uFB03x\uFB03y\uFB03z\uFB03w",
                "e\u0301e\u0300e\u0302a\u0301a\u0300o\u0301o\u0300u\u0301"
            })
    @Requirement("P-01")
    @DisplayName(
            "neither signs that the normal form makes many of, nor accents that it takes in, make a password longer")
    void lengthIsThatOfTheShorterForm(String password) {
        assertThat(Math.max(password.length(), normalised(password).length())).isGreaterThanOrEqualTo(15);
        assertThat(reasons(password)).containsExactly("too_short");
    }

    @Test
    @DisplayName("names too short to mean anything, or none, do not count")
    void shortNamesDoNotCount() {
        assertThat(policy(8).reasonsAgainst("bobbobxyz", "bobbobxyz", List.of("bob", "")))
                .isEmpty();
    }

    private static List<String> reasons(String password) {
        return policy(15).reasonsAgainst(password, normalised(password), ADA);
    }

    private static String normalised(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    private static PasswordPolicy policy(int minLength) {
        PasswordConfig config = ConfigReader.read(
                PasswordConfig.class, Map.of("latchkey.password.min-length", Integer.toString(minLength)));
        return new PasswordPolicy(config, new BreachCorpus(config, new SimpleMeterRegistry()));
    }
}
