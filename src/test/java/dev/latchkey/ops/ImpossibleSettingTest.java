package dev.latchkey.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.ops.CheckedSettings.Budgets;
import dev.latchkey.ops.CheckedSettings.Keys;
import dev.latchkey.ops.CheckedSettings.Lifetimes;
import dev.latchkey.ops.CheckedSettings.Mailer;
import dev.latchkey.ops.CheckedSettings.Passwords;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImpossibleSettingTest {

    private static final Lifetimes SESSION = new Lifetimes(Duration.ofMinutes(30), Duration.ofHours(12));
    private static final Lifetimes REMEMBER_ME = new Lifetimes(Duration.ofDays(7), Duration.ofDays(30));

    private boolean production = true;
    private boolean demonstration;
    private Optional<String> issuer = Optional.of("https://login.example.org");
    private Optional<String> publicUrl = Optional.empty();
    private Optional<String> audience = Optional.empty();
    private Duration accessTtl = Duration.ofMinutes(15);
    private Lifetimes session = SESSION;
    private Lifetimes rememberMe = REMEMBER_ME;
    private Duration refreshGrace = Duration.ofSeconds(10);
    private Duration retention = Duration.ofDays(30);
    private Duration auditRetention = Duration.ofDays(400);
    private Duration maxStaleness = Duration.ofSeconds(30);
    private Duration pollInterval = Duration.ofSeconds(1);
    private Duration maxClockOffset = Duration.ofSeconds(2);
    private Duration canaryInterval = Duration.ofSeconds(10);
    private Keys keys = new Keys(Duration.ofDays(30), Duration.ofMinutes(10), Duration.ofMinutes(5));
    private Budgets budgets = new Budgets(5, 10, 100);
    private List<String> corsOrigins = List.of();
    private Mailer mailer = new Mailer("localhost", Optional.empty(), false, false);
    private Passwords passwords = new Passwords(15, 19456, 2);

    private void assertRefused(String... properties) {
        CheckedSettings settings = new CheckedSettings(
                production,
                demonstration,
                issuer,
                publicUrl,
                audience,
                accessTtl,
                session,
                rememberMe,
                refreshGrace,
                retention,
                auditRetention,
                maxStaleness,
                pollInterval,
                maxClockOffset,
                canaryInterval,
                keys,
                budgets,
                corsOrigins,
                mailer,
                passwords);
        assertThat(ImpossibleSetting.findAll(settings))
                .extracting(ImpossibleSetting::property)
                .containsExactlyInAnyOrder(properties);
    }

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
    void idleTimeoutWhenLongerThanTheAbsoluteThenIsRefused() {
        session = new Lifetimes(Duration.ofHours(13), Duration.ofHours(12));
        rememberMe = new Lifetimes(Duration.ofDays(31), Duration.ofDays(30));
        assertRefused("latchkey.session.idle-timeout", "latchkey.session.remember-me.idle-timeout");
    }

    @Test
    void idleTimeoutWhenShorterThanAnAccessTokenThenIsRefused() {
        session = new Lifetimes(accessTtl.minusSeconds(1), Duration.ofHours(12));
        assertRefused("latchkey.session.idle-timeout");
    }

    @Test
    void idleTimeoutWhenEqualToBothThenIsAccepted() {
        session = new Lifetimes(accessTtl, accessTtl);
        assertRefused();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void durationWhenNotPositiveThenIsRefused(Duration duration) {
        session = new Lifetimes(duration, Duration.ofHours(12));
        maxClockOffset = duration;
        pollInterval = duration;
        maxStaleness = duration;
        auditRetention = duration;
        assertRefused(
                "latchkey.audit.retention",
                "latchkey.session.idle-timeout",
                "latchkey.clock.max-offset",
                "latchkey.revocation.poll-interval",
                "latchkey.revocation.max-staleness");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT1H0.001S"})
    void accessTtlWhenOutOfRangeThenIsRefused(Duration ttl) {
        accessTtl = ttl;
        session = REMEMBER_ME;
        assertRefused("latchkey.token.access-ttl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT5M0.001S"})
    void refreshGraceWhenOutOfRangeThenIsRefused(Duration grace) {
        refreshGrace = grace;
        assertRefused("latchkey.session.refresh-grace");
    }

    @Test
    void refreshGraceWhenNotShorterThanAnAccessTokenThenIsRefused() {
        accessTtl = Duration.ofMinutes(1);
        refreshGrace = accessTtl;
        assertRefused("latchkey.session.refresh-grace");
    }

    @Test
    void refreshGraceWhenZeroThenIsAccepted() {
        refreshGrace = Duration.ZERO;
        assertRefused();
    }

    @Test
    @Requirement("S-05")
    void absoluteTimeoutWhenLongerThanThirtyDaysThenIsRefused() {
        rememberMe = new Lifetimes(Duration.ofDays(7), Duration.ofDays(30).plusMillis(1));
        assertRefused("latchkey.session.remember-me.absolute-timeout");
        session = rememberMe;
        assertRefused("latchkey.session.absolute-timeout", "latchkey.session.remember-me.absolute-timeout");
    }

    @Test
    void rememberMeWhenShorterThanWithoutThenIsRefused() {
        rememberMe = new Lifetimes(Duration.ofMinutes(29), Duration.ofHours(11));
        assertRefused("latchkey.session.remember-me.idle-timeout", "latchkey.session.remember-me.absolute-timeout");
        rememberMe = session;
        assertRefused();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void absoluteTimeoutWhenNotPositiveThenIsRefused(Duration duration) {
        session = new Lifetimes(Duration.ofMinutes(30), duration);
        assertRefused("latchkey.session.absolute-timeout", "latchkey.session.idle-timeout");
    }

    @Test
    void refreshGraceWhenLongerThanTheIdleTimeoutThenIsRefused() {
        accessTtl = Duration.ofMinutes(1);
        session = new Lifetimes(Duration.ofMinutes(2), Duration.ofHours(12));
        refreshGrace = Duration.ofMinutes(3);
        assertRefused("latchkey.session.refresh-grace");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "P-1D"})
    void retentionWhenNotPositiveThenIsRefused(Duration duration) {
        retention = duration;
        assertRefused("latchkey.session.retention");
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

    @Test
    void maxStalenessWhenBelowTwoPollsThenIsRefused() {
        pollInterval = Duration.ofSeconds(15);
        assertRefused();
        pollInterval = Duration.ofSeconds(15).plusMillis(1);
        assertRefused("latchkey.revocation.max-staleness");
    }

    @ParameterizedTest
    @CsvSource({"PT0S, true", "PT1S, true", "PT0.999S, false", "PT-10S, false"})
    void canaryIntervalWhenShorterThanASecondThenIsRefused(Duration interval, boolean possible) {
        canaryInterval = interval;
        assertRefused(possible ? new String[0] : new String[] {"latchkey.revocation.canary-interval"});
    }

    @Test
    @Requirement("K-04")
    @DisplayName("a cache of the old keys must run out before the new one signs")
    void publishAheadWhenNotLongerThanACacheThenIsRefused() {
        keys = new Keys(Duration.ofDays(30), Duration.ofSeconds(305), Duration.ofSeconds(300));
        assertRefused();
        keys = new Keys(Duration.ofDays(30), Duration.ofSeconds(305).minusMillis(1), Duration.ofSeconds(300));
        assertRefused("latchkey.key.publish-ahead");
    }

    @Test
    void rotationIntervalWhenNotLongerThanPublishAheadThenIsRefused() {
        keys = new Keys(Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofMinutes(5));
        assertRefused("latchkey.key.rotation-interval");
        keys = new Keys(Duration.ofMinutes(10).plusMillis(1), Duration.ofMinutes(10), Duration.ofMinutes(5));
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
