package dev.latchkey.verifier;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * The settings, all below {@code latchkey.verifier}.
 *
 * @param url where the service is, without a slash at its end
 * @param maxStaleness how old the list may be before it counts as stale
 * @param whenStale what becomes of tokens then
 * @param readiness when the service is ready, as far as the list is concerned
 * @param credentials null when the feed is public
 * @param maxSilence how long an event, or any other answer, may take until it is whole: a connection that brings none counts as dead
 */
record VerifierSettings(
        URI url,
        Duration maxStaleness,
        WhenStale whenStale,
        Readiness readiness,
        @Nullable ClientCredentials credentials,
        Duration maxSilence) {

    enum WhenStale {
        /** 503: a revoked token is never accepted. */
        REJECT,
        /** Tokens are judged by the list as it was last known. Before it was first loaded they are rejected all the same. */
        ACCEPT
    }

    enum Readiness {
        /** From the first load on: a service that starts takes no calls that it could only answer with 503. */
        LOADED,
        /** While the list is not stale. All instances go together when the service is away, and their public resources too. */
        FRESH,
        /** Always. */
        OFF
    }

    private static final String PREFIX = "latchkey.verifier.";
    private static final Duration MAX_SILENCE = Duration.ofSeconds(15);

    /** Three heartbeats: below, a single late one would count as an outage. */
    private static final Duration MIN_STALENESS = Duration.ofSeconds(10);

    private static final Duration MAX_STALENESS = Duration.ofMinutes(15);

    /** Whether the list is kept at all: {@code latchkey.verifier.enabled}, true unless set. For tests of a service without Latchkey. */
    static boolean isEnabled(Config config) {
        String value = text(config, "enabled").orElse("true");
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(PREFIX + "enabled=" + value + " is neither true nor false");
        };
    }

    /** @throws IllegalArgumentException with the name of the property that is missing or wrong, which is to stop the start */
    static VerifierSettings from(Config config) {
        return new VerifierSettings(
                url(config),
                maxStaleness(config),
                choice(config, "when-stale", WhenStale.REJECT),
                choice(config, "readiness", Readiness.LOADED),
                credentials(config),
                MAX_SILENCE);
    }

    private static URI url(Config config) {
        Optional<String> own = text(config, "url");
        String name = own.isPresent() ? PREFIX + "url" : PREFIX + "url (not set, so mp.jwt.verify.issuer)";
        String value = own.or(() -> config.getOptionalValue("mp.jwt.verify.issuer", String.class))
                .orElseThrow(() -> new IllegalArgumentException(
                        PREFIX + "url is not set, and neither is mp.jwt.verify.issuer: where is Latchkey?"));
        try {
            URI url = new URI(value.replaceAll("/+$", ""));
            boolean whole = url.getHost() != null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && url.getRawUserInfo() == null;
            if (whole && ("https".equals(url.getScheme()) || isPlainLoopback(url))) {
                return url;
            }
        } catch (URISyntaxException e) {
            // told below, with the name
        }
        // what stands before an @ may be a password
        throw new IllegalArgumentException(name + "=" + value.replaceFirst("//.*@", "//…@")
                + " is not the https URL of a server, without a user; http is for the loopback interface alone");
    }

    /** By the name alone: what a name resolves to can change. */
    private static boolean isPlainLoopback(URI url) {
        return "http".equals(url.getScheme())
                && url.getHost().matches("localhost|\\[::1]|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    private static Duration maxStaleness(Config config) {
        String value = text(config, "max-staleness").orElse("PT30S");
        try {
            Duration duration = Duration.parse(value);
            if (duration.compareTo(MIN_STALENESS) >= 0 && duration.compareTo(MAX_STALENESS) <= 0) {
                return duration;
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw new IllegalArgumentException(PREFIX + "max-staleness=" + value + " is no duration (ISO 8601) from "
                + MIN_STALENESS + " to " + MAX_STALENESS);
    }

    private static <E extends Enum<E>> E choice(Config config, String name, E byDefault) {
        Optional<String> value = text(config, name);
        E[] all = byDefault.getDeclaringClass().getEnumConstants();
        return value.isEmpty()
                ? byDefault
                : Arrays.stream(all)
                        .filter(choice -> code(choice).equals(value.get()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(PREFIX + name + "=" + value.get()
                                + " is none of "
                                + Arrays.stream(all).map(VerifierSettings::code).collect(Collectors.joining(", "))));
    }

    private static String code(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable ClientCredentials credentials(Config config) {
        Optional<String> id = text(config, "client-id");
        Optional<String> secret = text(config, "client-secret");
        Optional<String> file = text(config, "client-secret-file");
        if (id.isEmpty() && secret.isEmpty() && file.isEmpty()) {
            return null;
        }
        if (id.isEmpty() || secret.isPresent() == file.isPresent()) {
            throw new IllegalArgumentException(PREFIX + "client-id needs " + PREFIX + "client-secret or " + PREFIX
                    + "client-secret-file, one of them, and they need it");
        }
        return new ClientCredentials(id.get(), secret.orElseGet(() -> contents(file.get())));
    }

    private static String contents(String file) {
        try {
            String secret = Files.readString(Path.of(file)).strip();
            if (!secret.isEmpty()) {
                return secret;
            }
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(PREFIX + "client-secret-file=" + file + " cannot be read: " + e, e);
        }
        throw new IllegalArgumentException(PREFIX + "client-secret-file=" + file + " is empty");
    }

    private static Optional<String> text(Config config, String name) {
        return config.getOptionalValue(PREFIX + name, String.class).map(String::strip);
    }
}
