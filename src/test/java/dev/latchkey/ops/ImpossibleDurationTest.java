package dev.latchkey.ops;

import dev.latchkey.Requirement;
import dev.latchkey.ops.CheckedSettings.Keys;
import dev.latchkey.ops.CheckedSettings.Lifetimes;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times that contradict each other, or that nothing could last. */
class ImpossibleDurationTest extends SettingsToCheck {

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
}
