package dev.latchkey.ops;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Environment variables that look like settings of ours and are none. A misspelt property is refused by the configuration itself, but
 * the environment belongs to everybody, so it says nothing about misspelt variables, and a limit that somebody meant to set would
 * silently be the default.
 */
final class UnknownVariables {

    /** All settings there are. By name, since a native executable keeps nothing that could be asked; a test compares. */
    static final Set<String> SETTINGS = Set.of(
            "latchkey.account.max-authentication-age",
            "latchkey.account.reset-ttl",
            "latchkey.account.verification-ttl",
            "latchkey.audit.retention",
            "latchkey.bootstrap.admin.password",
            "latchkey.bootstrap.admin.password-file",
            "latchkey.bootstrap.admin.username",
            "latchkey.clock.max-offset",
            "latchkey.cors.origins",
            "latchkey.embedded-postgres.data-dir",
            "latchkey.embedded-postgres.enabled",
            "latchkey.embedded-postgres.port",
            "latchkey.import.max-size",
            "latchkey.issuer",
            "latchkey.key.import-file",
            "latchkey.key.jwks-max-age",
            "latchkey.key.native-crypto",
            "latchkey.key.poll-every",
            "latchkey.key.publish-ahead",
            "latchkey.key.rotation-interval",
            "latchkey.key.rsa-bits",
            "latchkey.mail.give-up-after",
            "latchkey.mail.poll-every",
            "latchkey.master-key",
            "latchkey.master-key-file",
            "latchkey.notice.link-ttl",
            "latchkey.password.breach.file",
            "latchkey.password.breach.url",
            "latchkey.password.breach.when-unavailable",
            "latchkey.password.context-words",
            "latchkey.password.iterations",
            "latchkey.password.memory",
            "latchkey.password.min-length",
            "latchkey.password.parallelism",
            "latchkey.password.pepper",
            "latchkey.password.pepper-file",
            "latchkey.password.queue",
            "latchkey.public-url",
            "latchkey.revocation.canary-interval",
            "latchkey.revocation.listen-jdbc-url",
            "latchkey.revocation.max-listeners",
            "latchkey.revocation.max-staleness",
            "latchkey.revocation.poll-interval",
            "latchkey.revocation.public",
            "latchkey.revocation.when-stale",
            "latchkey.sample.max-authentication-age",
            "latchkey.session.absolute-timeout",
            "latchkey.session.end-requires-step-up",
            "latchkey.session.idle-timeout",
            "latchkey.session.max-per-user",
            "latchkey.session.on-anomaly",
            "latchkey.session.refresh-grace",
            "latchkey.session.region-database",
            "latchkey.session.remember-me.absolute-timeout",
            "latchkey.session.remember-me.idle-timeout",
            "latchkey.session.retention",
            "latchkey.session.sweep-every",
            "latchkey.sign-up.mode",
            "latchkey.sign-up.verify-email",
            "latchkey.throttle.account",
            "latchkey.throttle.client",
            "latchkey.throttle.csrf",
            "latchkey.throttle.device",
            "latchkey.throttle.device-ttl",
            "latchkey.throttle.enabled",
            "latchkey.throttle.introspection",
            "latchkey.throttle.link",
            "latchkey.throttle.recovery",
            "latchkey.throttle.refresh",
            "latchkey.throttle.sign-up",
            "latchkey.throttle.source",
            "latchkey.token.access-ttl",
            "latchkey.token.algorithm",
            "latchkey.token.audience",
            "latchkey.token.bind-to-cookie",
            "latchkey.token.cache-size",
            "latchkey.token.secret",
            "latchkey.token.secret-file",
            "latchkey.trusted-proxies");

    private static final String PREFIX = "LATCHKEY_";

    private static final Set<String> KNOWN =
            SETTINGS.stream().map(UnknownVariables::variable).collect(Collectors.toUnmodifiableSet());

    /** One of a list: {@code latchkey.cors.origins[0]} is {@code LATCHKEY_CORS_ORIGINS_0_}. */
    private static final Pattern INDEX = Pattern.compile("_\\d+_$");

    /**
     * What Kubernetes tells each container of a namespace about its services, those named {@code latchkey} or {@code latchkey-…} among
     * them, unless {@code enableServiceLinks} is off: nobody wrote it, so nobody can have misspelt it.
     */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            PREFIX + "(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

    private UnknownVariables() {}

    /** Those among the names, in order. */
    static List<String> among(Set<String> names) {
        SortedSet<String> unknown = new TreeSet<>(names);
        unknown.removeIf(name -> !name.startsWith(PREFIX)
                || KNOWN.contains(INDEX.matcher(name).replaceFirst(""))
                || SERVICE_LINK.matcher(name).matches());
        return List.copyOf(unknown);
    }

    /** As the configuration maps a property's name (MicroProfile Config 3.1 §5.2.1). */
    private static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
