package dev.latchkey.ops;

import dev.latchkey.identity.WebOrigin;
import dev.latchkey.token.TokenNames;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Names of places that are none, or not safe: of the service itself, and of the pages that may call it. */
final class ImpossiblePlaces {

    private static final String TOO_LONG = "has more than " + TokenNames.MAX_CHARACTERS + " characters";

    private ImpossiblePlaces() {}

    static void find(CheckedSettings settings, Findings found) {
        whyNotIssuer(settings).ifPresent(why -> found.add(true, "latchkey.issuer", why));
        settings.publicUrl()
                .flatMap(url -> whyNotUrl(url, settings))
                .ifPresent(why -> found.add(true, "latchkey.public-url", why));
        found.add(
                settings.audience()
                        .filter(audience -> audience.length() > TokenNames.MAX_CHARACTERS)
                        .isPresent(),
                "latchkey.token.audience",
                TOO_LONG);
        findInOrigins(settings, found);
    }

    private static void findInOrigins(CheckedSettings settings, Findings found) {
        for (String origin : settings.corsOrigins()) {
            found.add(
                    !WebOrigin.isOrigin(origin),
                    "latchkey.cors.origins",
                    "must list origins as browsers send them, such as https://app.example.com: without wildcards, path, slash"
                            + " at the end, capitals or default port; and not " + origin);
            found.add(
                    settings.production() && origin.startsWith("http://"),
                    "latchkey.cors.origins",
                    "must list https origins, and not " + origin);
        }
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
}
