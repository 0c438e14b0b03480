package dev.latchkey.ops;

import dev.latchkey.Requirement;
import dev.latchkey.ops.CheckedSettings.Budgets;
import dev.latchkey.ops.CheckedSettings.Mailer;
import dev.latchkey.ops.CheckedSettings.Passwords;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, names, budgets and what goes with what. */
class ImpossibleSettingTest extends SettingsToCheck {

    @Test
    void findAllWhenEverythingIsAsByDefaultThenFindsNothing() {
        assertRefused();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://login.example.org", "login.example.org", "https://login.example.org?a", "https://"})
    void publicUrlWhenNotHttpsThenIsRefused(String url) {
        publicUrl = Optional.of(url);
        assertRefused("latchkey.public-url");
    }

    /** Standards C-03: they stand in every token, and tokens must fit a cookie. */
    @Test
    void namesWhenTooLongThenAreRefused() {
        issuer = Optional.of("https://" + "a".repeat(248));
        audience = Optional.of("a".repeat(256));
        assertRefused("latchkey.issuer", "latchkey.token.audience");
    }

    @Test
    void issuerWhenMissingThenIsRefused() {
        issuer = Optional.empty();
        assertRefused("latchkey.issuer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example.org",
                "http://localhost:8080",
                "login.example.org",
                "https:///path",
                "https://login.example.org?tenant=1",
                "https://login.example.org#top",
                "https://login example.org",
                "ftp://login.example.org",
                "HTTPS"
            })
    void issuerWhenNotHttpsThenIsRefusedInProduction(String url) {
        issuer = Optional.of(url);
        assertRefused("latchkey.issuer");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, false, false",
        "http://login.example.org, false, false",
        "http://localhost:8080, true, true",
        "https://login.example.org/tenant, true, false"
    })
    void issuerWhenDevelopmentOrDemonstrationThenMayBeLocal(String url, boolean inProduction, boolean demo) {
        issuer = Optional.of(url);
        production = inProduction;
        demonstration = demo;
        assertRefused();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://login.example.org", "http://localhost.example.org"})
    void issuerWhenDemonstrationThenMustStillBeLocal(String url) {
        issuer = Optional.of(url);
        demonstration = true;
        assertRefused("latchkey.issuer");
    }

    @Test
    void mailerWhenItHasAHostButNoSenderThenIsRefused() {
        mailer = new Mailer("smtp.example.org", Optional.empty(), false, false);
        assertRefused("quarkus.mailer.from");
        mailer = new Mailer("smtp.example.org", Optional.of("latchkey@example.org"), false, false);
        assertRefused();
        mailer = new Mailer("localhost", Optional.of("latchkey@example.org"), false, false);
        assertRefused();
    }

    @Test
    void verificationOfAddressesWithoutMailIsRefused() {
        mailer = new Mailer("localhost", Optional.empty(), true, false);
        assertRefused("latchkey.sign-up.verify-email");
        mailer = new Mailer("localhost", Optional.of("latchkey@example.org"), true, false);
        assertRefused();
        mailer = new Mailer("localhost", Optional.empty(), false, false);
        assertRefused();
    }

    @Test
    void invitationsWithoutMailAreRefused() {
        mailer = new Mailer("localhost", Optional.empty(), false, true);
        assertRefused("latchkey.sign-up.mode");
        mailer = new Mailer("localhost", Optional.of("latchkey@example.org"), false, true);
        assertRefused();
    }

    @Test
    @Requirement("P-01")
    void passwordsWhenTooShortForAnOnlyFactorThenAreRefusedInProduction() {
        passwords = new Passwords(14, 19456, 2);
        assertRefused("latchkey.password.min-length");
        production = false;
        assertRefused();
    }

    @ParameterizedTest
    @CsvSource({"47103, 1", "19455, 2", "12287, 3", "9215, 4", "7168, 4", "7168, 1"})
    @Requirement("P-06")
    @DisplayName("cheaper hashes than OWASP's choices")
    void hashesWhenTooCheapThenAreRefusedInProduction(int memory, int iterations) {
        passwords = new Passwords(15, memory, iterations);
        assertRefused("latchkey.password.memory");
        production = false;
        assertRefused();
    }

    @ParameterizedTest
    @CsvSource({"47104, 1", "19456, 2", "12288, 3", "9216, 4", "7168, 5", "65536, 3"})
    void hashesWhenAsOwaspHasThemThenAreAccepted(int memory, int iterations) {
        passwords = new Passwords(15, memory, iterations);
        assertRefused();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "app.example.com",
                "//app.example.com",
                "https://",
                "https://*.example.com",
                "https://app.example.com/",
                "https://app.example.com/path",
                "https://app.example.com?q",
                "https://app.example.com#f",
                "https://user@app.example.com",
                "https://App.example.com",
                "HTTPS://app.example.com",
                "https://app.example.com:443",
                "https://app.example.com:0443",
                "https://app.example.com:65536",
                "https://app.example.com:",
                "https://-app.example.com",
                "https://[::1",
                "/https://.*/",
                "ftp://app.example.com",
                "http://app.example.com",
                "http://localhost:3000"
            })
    @Requirement("C-11")
    @DisplayName("exact https origins and nothing else")
    void corsOriginWhenNoneOrPlainThenIsRefused(String origin) {
        corsOrigins = List.of("https://good.example", origin);
        assertRefused("latchkey.cors.origins");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com",
                "https://app.example.com:8443",
                "https://192.0.2.1",
                "https://[2001:db8::1]:8443"
            })
    void corsOriginWhenABrowserSendsItThenIsAccepted(String origin) {
        corsOrigins = List.of(origin);
        assertRefused();
    }

    @Test
    void corsOriginWhenDevelopmentThenMayBePlain() {
        production = false;
        corsOrigins = List.of("http://localhost:3000");
        assertRefused();
        corsOrigins = List.of("http://localhost:80");
        assertRefused("latchkey.cors.origins");
    }

    @Test
    @Requirement("T-02")
    @DisplayName("no budget beyond the hundred failures in a row; an office's is no smaller than a person's")
    void budgetsThatCannotWork() {
        budgets = new Budgets(100, 100, 100);
        assertRefused();

        budgets = new Budgets(101, 10, 200);
        assertRefused("latchkey.throttle.account");

        budgets = new Budgets(5, 101, 100);
        assertRefused("latchkey.throttle.device");

        budgets = new Budgets(5, 10, 4);
        assertRefused("latchkey.throttle.source");
    }
}
