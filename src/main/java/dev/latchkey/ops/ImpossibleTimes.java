package dev.latchkey.ops;

import dev.latchkey.key.SigningKeys;
import dev.latchkey.ops.CheckedSettings.Lifetimes;
import java.time.Duration;

/** Times that contradict each other: of sessions, tokens, revocations and keys. */
final class ImpossibleTimes {

    private static final Duration MAX_ACCESS_TTL = SigningKeys.LONGEST_TOKEN;
    /** Until every node shows a new key: a poll and the clocks between nodes. */
    private static final Duration PUBLISH_AHEAD_MARGIN = Duration.ofSeconds(5);

    private static final Duration MAX_REFRESH_GRACE = Duration.ofMinutes(5);
    /** The scheduler's. */
    private static final Duration LEAST_CANARY_INTERVAL = Duration.ofSeconds(1);
    /** NIST SP 800-63B-4 §2.1.3, standards S-05. */
    private static final Duration MAX_ABSOLUTE_TIMEOUT = Duration.ofDays(30);

    private ImpossibleTimes() {}

    static void find(CheckedSettings settings, Findings found) {
        findInLifetimes("latchkey.session.", settings.session(), settings.accessTtl(), found);
        findInLifetimes("latchkey.session.remember-me.", settings.rememberMe(), settings.accessTtl(), found);
        findInRememberMe(settings, found);
        findInTokens(settings, found);
        findInRevocation(settings, found);
        findInKeys(settings.keys(), found);
    }

    private static void findInLifetimes(String prefix, Lifetimes lifetimes, Duration accessTtl, Findings found) {
        Duration idle = lifetimes.idleTimeout();
        Duration absolute = lifetimes.absoluteTimeout();
        found.add(!isPositive(idle), prefix + "idle-timeout", "must be longer than zero");
        found.add(!isPositive(absolute), prefix + "absolute-timeout", "must be longer than zero");
        found.add(
                isLonger(absolute, MAX_ABSOLUTE_TIMEOUT),
                prefix + "absolute-timeout",
                absolute + " is longer than " + MAX_ABSOLUTE_TIMEOUT
                        + ", after which people must prove again who they are");
        found.add(
                isLonger(idle, absolute),
                prefix + "idle-timeout",
                idle + " is longer than the absolute timeout, " + absolute);
        found.add(
                isPositive(idle) && isLonger(accessTtl, idle),
                prefix + "idle-timeout",
                idle + " is shorter than latchkey.token.access-ttl, " + accessTtl
                        + ": sessions would end before their clients have a reason to refresh");
    }

    /** Who asks to be remembered must not be forgotten sooner. */
    private static void findInRememberMe(CheckedSettings settings, Findings found) {
        Lifetimes session = settings.session();
        Lifetimes rememberMe = settings.rememberMe();
        found.add(
                isLonger(session.idleTimeout(), rememberMe.idleTimeout()),
                "latchkey.session.remember-me.idle-timeout",
                rememberMe.idleTimeout() + " is shorter than without remember_me, " + session.idleTimeout());
        found.add(
                isLonger(session.absoluteTimeout(), rememberMe.absoluteTimeout()),
                "latchkey.session.remember-me.absolute-timeout",
                rememberMe.absoluteTimeout() + " is shorter than without remember_me, " + session.absoluteTimeout());
    }

    private static void findInTokens(CheckedSettings settings, Findings found) {
        Duration ttl = settings.accessTtl();
        Duration grace = settings.refreshGrace();
        found.add(
                !isPositive(ttl) || isLonger(ttl, MAX_ACCESS_TTL),
                "latchkey.token.access-ttl",
                ttl + " is not within zero and " + MAX_ACCESS_TTL);
        found.add(
                grace.isNegative() || isLonger(grace, MAX_REFRESH_GRACE),
                "latchkey.session.refresh-grace",
                grace + " is not between PT0S and " + MAX_REFRESH_GRACE);
        found.add(
                isPositive(ttl) && isPositive(grace) && !isLonger(ttl, grace),
                "latchkey.session.refresh-grace",
                grace + " is not shorter than latchkey.token.access-ttl, " + ttl);
        found.add(!isPositive(settings.retention()), "latchkey.session.retention", "must be longer than zero");
        found.add(!isPositive(settings.auditRetention()), "latchkey.audit.retention", "must be longer than zero");
    }

    private static void findInRevocation(CheckedSettings settings, Findings found) {
        Duration poll = settings.pollInterval();
        Duration staleness = settings.maxStaleness();
        found.add(!isPositive(poll), "latchkey.revocation.poll-interval", "must be longer than zero");
        found.add(
                !isPositive(staleness) || isLonger(poll.multipliedBy(2), staleness),
                "latchkey.revocation.max-staleness",
                staleness + " is shorter than two poll intervals of " + poll
                        + ": a single late poll would stop the service");
        Duration canary = settings.canaryInterval();
        found.add(
                !canary.isZero() && isLonger(LEAST_CANARY_INTERVAL, canary),
                "latchkey.revocation.canary-interval",
                canary + " is neither zero nor " + LEAST_CANARY_INTERVAL + " or longer");
        found.add(!isPositive(settings.maxClockOffset()), "latchkey.clock.max-offset", "must be longer than zero");
    }

    /** Whoever fetched the keys just before one was published must have fetched them again before it signs (standards K-04). */
    private static void findInKeys(CheckedSettings.Keys keys, Findings found) {
        Duration least = keys.jwksMaxAge().plus(PUBLISH_AHEAD_MARGIN);
        found.add(
                isLonger(least, keys.publishAhead()),
                "latchkey.key.publish-ahead",
                keys.publishAhead() + " is shorter than latchkey.key.jwks-max-age and " + PUBLISH_AHEAD_MARGIN
                        + " more, " + least + ": verifiers would meet tokens of keys that they do not know");
        found.add(
                !isLonger(keys.rotationInterval(), keys.publishAhead()),
                "latchkey.key.rotation-interval",
                keys.rotationInterval() + " is not longer than latchkey.key.publish-ahead, " + keys.publishAhead());
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static boolean isLonger(Duration one, Duration other) {
        return one.compareTo(other) > 0;
    }
}
