package dev.latchkey.ops;

import dev.latchkey.identity.WebOrigin;
import dev.latchkey.key.SigningKeys;
import dev.latchkey.ops.CheckedSettings.Lifetimes;
import dev.latchkey.throttle.Attempts;
import dev.latchkey.token.TokenNames;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A setting that cannot work, and why. */
record ImpossibleSetting(String property, String why) {

    private static final int LEAST_PASSWORD = 15;
    private static final String TOO_LONG = "has more than " + TokenNames.MAX_CHARACTERS + " characters";
    private static final Duration MAX_ACCESS_TTL = SigningKeys.LONGEST_TOKEN;
    /** Until every node shows a new key: a poll and the clocks between nodes. */
    private static final Duration PUBLISH_AHEAD_MARGIN = Duration.ofSeconds(5);

    private static final Duration MAX_REFRESH_GRACE = Duration.ofMinutes(5);
    /** The scheduler's. */
    private static final Duration LEAST_CANARY_INTERVAL = Duration.ofSeconds(1);
    /** NIST SP 800-63B-4 §2.1.3, standards S-05. */
    private static final Duration MAX_ABSOLUTE_TIMEOUT = Duration.ofDays(30);

    /** All of them at once, so that an operator need not start the service once per mistake. */
    static List<ImpossibleSetting> findAll(CheckedSettings settings) {
        List<ImpossibleSetting> found = new ArrayList<>();
        whyNotIssuer(settings).ifPresent(why -> found.add(new ImpossibleSetting("latchkey.issuer", why)));
        settings.publicUrl()
                .flatMap(url -> whyNotUrl(url, settings))
                .ifPresent(why -> found.add(new ImpossibleSetting("latchkey.public-url", why)));
        findInLifetimes("latchkey.session.", settings.session(), settings.accessTtl(), found);
        findInLifetimes("latchkey.session.remember-me.", settings.rememberMe(), settings.accessTtl(), found);
        findInRememberMe(settings, found);
        findInTokens(settings, found);
        findInRevocation(settings, found);
        findInKeys(settings.keys(), found);
        findInBudgets(settings.budgets(), found);
        findInOrigins(settings, found);
        findInMailer(settings, found);
        findInPasswords(settings, found);
        return found;
    }

    private static void findInLifetimes(
            String prefix, Lifetimes lifetimes, Duration accessTtl, List<ImpossibleSetting> found) {
        Duration idle = lifetimes.idleTimeout();
        Duration absolute = lifetimes.absoluteTimeout();
        add(!isPositive(idle), prefix + "idle-timeout", "must be longer than zero", found);
        add(!isPositive(absolute), prefix + "absolute-timeout", "must be longer than zero", found);
        add(
                isLonger(absolute, MAX_ABSOLUTE_TIMEOUT),
                prefix + "absolute-timeout",
                absolute + " is longer than " + MAX_ABSOLUTE_TIMEOUT
                        + ", after which people must prove again who they are",
                found);
        add(
                isLonger(idle, absolute),
                prefix + "idle-timeout",
                idle + " is longer than the absolute timeout, " + absolute,
                found);
        add(
                isPositive(idle) && isLonger(accessTtl, idle),
                prefix + "idle-timeout",
                idle + " is shorter than latchkey.token.access-ttl, " + accessTtl
                        + ": sessions would end before their clients have a reason to refresh",
                found);
    }

    /** Who asks to be remembered must not be forgotten sooner. */
    private static void findInRememberMe(CheckedSettings settings, List<ImpossibleSetting> found) {
        Lifetimes session = settings.session();
        Lifetimes rememberMe = settings.rememberMe();
        add(
                isLonger(session.idleTimeout(), rememberMe.idleTimeout()),
                "latchkey.session.remember-me.idle-timeout",
                rememberMe.idleTimeout() + " is shorter than without remember_me, " + session.idleTimeout(),
                found);
        add(
                isLonger(session.absoluteTimeout(), rememberMe.absoluteTimeout()),
                "latchkey.session.remember-me.absolute-timeout",
                rememberMe.absoluteTimeout() + " is shorter than without remember_me, " + session.absoluteTimeout(),
                found);
    }

    private static void findInTokens(CheckedSettings settings, List<ImpossibleSetting> found) {
        add(
                settings.audience()
                        .filter(audience -> audience.length() > TokenNames.MAX_CHARACTERS)
                        .isPresent(),
                "latchkey.token.audience",
                TOO_LONG,
                found);
        Duration ttl = settings.accessTtl();
        Duration grace = settings.refreshGrace();
        add(
                !isPositive(ttl) || isLonger(ttl, MAX_ACCESS_TTL),
                "latchkey.token.access-ttl",
                ttl + " is not within zero and " + MAX_ACCESS_TTL,
                found);
        add(
                grace.isNegative() || isLonger(grace, MAX_REFRESH_GRACE),
                "latchkey.session.refresh-grace",
                grace + " is not between PT0S and " + MAX_REFRESH_GRACE,
                found);
        add(
                isPositive(ttl) && isPositive(grace) && !isLonger(ttl, grace),
                "latchkey.session.refresh-grace",
                grace + " is not shorter than latchkey.token.access-ttl, " + ttl,
                found);
        add(!isPositive(settings.retention()), "latchkey.session.retention", "must be longer than zero", found);
        add(!isPositive(settings.auditRetention()), "latchkey.audit.retention", "must be longer than zero", found);
    }

    private static void findInRevocation(CheckedSettings settings, List<ImpossibleSetting> found) {
        Duration poll = settings.pollInterval();
        Duration staleness = settings.maxStaleness();
        add(!isPositive(poll), "latchkey.revocation.poll-interval", "must be longer than zero", found);
        add(
                !isPositive(staleness) || isLonger(poll.multipliedBy(2), staleness),
                "latchkey.revocation.max-staleness",
                staleness + " is shorter than two poll intervals of " + poll
                        + ": a single late poll would stop the service",
                found);
        Duration canary = settings.canaryInterval();
        add(
                !canary.isZero() && isLonger(LEAST_CANARY_INTERVAL, canary),
                "latchkey.revocation.canary-interval",
                canary + " is neither zero nor " + LEAST_CANARY_INTERVAL + " or longer",
                found);
        add(!isPositive(settings.maxClockOffset()), "latchkey.clock.max-offset", "must be longer than zero", found);
    }

    /** Whoever fetched the keys just before one was published must have fetched them again before it signs (standards K-04). */
    private static void findInKeys(CheckedSettings.Keys keys, List<ImpossibleSetting> found) {
        Duration least = keys.jwksMaxAge().plus(PUBLISH_AHEAD_MARGIN);
        add(
                isLonger(least, keys.publishAhead()),
                "latchkey.key.publish-ahead",
                keys.publishAhead() + " is shorter than latchkey.key.jwks-max-age and " + PUBLISH_AHEAD_MARGIN
                        + " more, " + least + ": verifiers would meet tokens of keys that they do not know",
                found);
        add(
                !isLonger(keys.rotationInterval(), keys.publishAhead()),
                "latchkey.key.rotation-interval",
                keys.rotationInterval() + " is not longer than latchkey.key.publish-ahead, " + keys.publishAhead(),
                found);
    }

    /** A budget beyond what stands in a row would never be used up (NIST SP 800-63B-4 §3.2.2). */
    private static void findInBudgets(CheckedSettings.Budgets budgets, List<ImpossibleSetting> found) {
        String why = " at once are more than the " + Attempts.MOST_FAILURES + " failures in a row that there may be";
        add(budgets.account() > Attempts.MOST_FAILURES, "latchkey.throttle.account", budgets.account() + why, found);
        add(budgets.device() > Attempts.MOST_FAILURES, "latchkey.throttle.device", budgets.device() + why, found);
        add(
                budgets.source() < budgets.account(),
                "latchkey.throttle.source",
                budgets.source() + " at once are fewer than latchkey.throttle.account has, " + budgets.account()
                        + ": one mistyping person would lock a whole office out",
                found);
    }

    private static void findInOrigins(CheckedSettings settings, List<ImpossibleSetting> found) {
        for (String origin : settings.corsOrigins()) {
            add(
                    !WebOrigin.isOrigin(origin),
                    "latchkey.cors.origins",
                    "must list origins as browsers send them, such as https://app.example.com: without wildcards, path, slash"
                            + " at the end, capitals or default port; and not " + origin,
                    found);
            add(
                    settings.production() && origin.startsWith("http://"),
                    "latchkey.cors.origins",
                    "must list https origins, and not " + origin,
                    found);
        }
    }

    /** Less is for development and tests, where nothing is at stake (standards P-01, P-06). */
    private static void findInPasswords(CheckedSettings settings, List<ImpossibleSetting> found) {
        CheckedSettings.Passwords passwords = settings.passwords();
        add(
                settings.production() && passwords.minLength() < LEAST_PASSWORD,
                "latchkey.password.min-length",
                passwords.minLength() + " is fewer than " + LEAST_PASSWORD
                        + ", which a password that is the only factor needs (NIST SP 800-63B-4 §3.1.1.2)",
                found);
        add(
                settings.production() && passwords.iterations() < leastIterations(passwords.memory()),
                "latchkey.password.memory",
                passwords.memory() + " KiB with latchkey.password.iterations=" + passwords.iterations()
                        + " is too little: 47104 and 1, 19456 and 2, 12288 and 3, 9216 and 4, or 7168 and 5 at least",
                found);
    }

    /** The choices of equal strength in the OWASP Password Storage Cheat Sheet, by KiB. */
    private static int leastIterations(int memory) {
        if (memory >= 47_104) {
            return 1;
        }
        if (memory >= 19_456) {
            return 2;
        }
        if (memory >= 12_288) {
            return 3;
        }
        return memory >= 9_216 ? 4 : 5;
    }

    private static void findInMailer(CheckedSettings settings, List<ImpossibleSetting> found) {
        CheckedSettings.Mailer mailer = settings.mailer();
        boolean off = settings.production() && mailer.from().isEmpty();
        add(
                off && !mailer.host().equals("localhost"),
                "quarkus.mailer.from",
                "is required with quarkus.mailer.host: the address that mails come from",
                found);
        add(
                off && mailer.verifies(),
                "latchkey.sign-up.verify-email",
                "needs mail: set quarkus.mailer.from and quarkus.mailer.host, or set it to false, and anybody can make an account"
                        + " with anybody's address",
                found);
        add(
                off && mailer.invites(),
                "latchkey.sign-up.mode",
                "invite needs mail: set quarkus.mailer.from and quarkus.mailer.host",
                found);
    }

    private static Optional<String> whyNotIssuer(CheckedSettings settings) {
        if (settings.issuer().isEmpty()) {
            return Optional.of(
                    "is required: the https URL under which the service is reached, such as https://login.example.org"
                            + " (LATCHKEY_ISSUER)");
        }
        return whyNotUrl(settings.issuer().get(), settings);
    }

    private static Optional<String> whyNotUrl(String url, CheckedSettings settings) {
        if (url.length() > TokenNames.MAX_CHARACTERS) {
            return Optional.of(TOO_LONG);
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return Optional.of("is not a URL: " + url);
        }
        // RFC 8414 §2
        if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return Optional.of("must be a URL with a host, and without a query or a fragment, and not " + url);
        }
        boolean secure = "https".equals(uri.getScheme());
        boolean local = "http".equals(uri.getScheme())
                && (!settings.production()
                        || (settings.demonstration() && uri.getHost().equals("localhost")));
        return secure || local
                ? Optional.empty()
                : Optional.of("must begin with https:// and not be " + url
                        + "; http://localhost is good enough only with latchkey.embedded-postgres.enabled=true");
    }

    private static void add(boolean impossible, String property, String why, List<ImpossibleSetting> found) {
        if (impossible) {
            found.add(new ImpossibleSetting(property, why));
        }
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static boolean isLonger(Duration one, Duration other) {
        return one.compareTo(other) > 0;
    }

    @Override
    public String toString() {
        return property + " " + why;
    }
}
