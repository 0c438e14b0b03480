package dev.latchkey.identity;

import dev.latchkey.token.TokenNames;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Under which URL browsers see this service. */
@ApplicationScoped
public class PublicUrl {

    private final String url;
    private final String origin;

    PublicUrl(PublicUrlConfig config, TokenNames names) {
        this.url = config.publicUrl().orElseGet(names::issuer);
        this.origin = originOf(url).orElseThrow(() -> new IllegalStateException("latchkey.public-url is not a URL"));
    }

    /** As configured, for links. */
    public String url() {
        return url;
    }

    /** Scheme, host and port as browsers write them into {@code Origin} (RFC 6454 §6.2), such as {@code https://auth.example.org}. */
    public String origin() {
        return origin;
    }

    /** Whether browsers come by https. If not, this is somebody's own machine. */
    public boolean secure() {
        return origin.startsWith("https:");
    }

    /** The origin of a URL, in the form of {@link #origin()}; empty if the text is no http URL. */
    static Optional<String> originOf(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (uri.getScheme() == null || uri.getHost() == null) {
            return Optional.empty();
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : 80;
        String port = uri.getPort() == -1 || uri.getPort() == usual ? "" : ":" + uri.getPort();
        return Optional.of(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port);
    }
}
