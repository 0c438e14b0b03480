package dev.latchkey.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Requirement;
import dev.latchkey.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One canonical form. */
@Requirement("P-15")
class UsernamesTest {

    @ParameterizedTest
    @CsvSource({
        "ada, ada",
        "ADMIN, admin",
        "\uFF21dmin, admin",
        "e\u0301ve, \u00e9ve",
        "Ada@Example.COM, ada@example.com",
        "\u5f20\u4f1f, \u5f20\u4f1f"
    })
    void spellingsOfOneNameAreOne(String written, String canonical) {
        assertThat(Usernames.canonical(written)).contains(canonical);
        assertThat(Usernames.canonical(canonical)).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "adm\u200Bin", "a\u0000b", "a\nb", "\u202Eabc", "a\u00ADb", "\uD800", "\u2028"})
    void invisibleAndImpossibleNamesAreRefused(String written) {
        assertThat(Usernames.canonical(written)).isEmpty();
        assertThatThrownBy(() -> Usernames.require(written)).isInstanceOf(ProblemException.class);
    }

    @Test
    void lengthIsBounded() {
        assertThat(Usernames.canonical("x".repeat(254))).isPresent();
        assertThat(Usernames.canonical("x".repeat(255))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada(one)@example.com",
                "(one)ada@example.com",
                "ada@example.com(one)",
                "ada@(one)example.com",
                "\"ada\"@example.com",
                "\"a@b\"@example.com",
                "ada@[192.0.2.1]",
                "ada\\@example.com",
                "<ada@example.com>",
                "ada,eve@example.com",
                "ada;eve@example.com",
                "ada:eve@example.com"
            })
    void addressesHaveOneSpelling(String written) {
        assertThatThrownBy(() -> Usernames.requireAddress(written)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada+one@example.com", "o'neil@example.com", "a.b-c_d!#$%&*=?^`{|}~@example.co.uk"})
    void signsThatAddressesMayHaveAreTaken(String written) {
        assertThat(Usernames.requireAddress(written)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "@b", "a@", "a@b@c", "a@.b", "a@b..c"})
    void addressesNeedAnAtSignAndADomain(String written) {
        assertThatThrownBy(() -> Usernames.requireAddress(written)).isInstanceOf(ProblemException.class);
    }
}
