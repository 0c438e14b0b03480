package dev.latchkey.identity;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What browsers and caches may not do with an answer (standards C-12 to C-14), added to whatever is sent, so that the errors of the
 * server and the framework say it too. A resource that needs something else, a page or a document that may be cached, sets the
 * header itself and keeps it; Quarkus' {@code quarkus.http.header} would stand beside it.
 *
 * <p>{@code Strict-Transport-Security} is sent when the public URL is an https one, for then callers come through TLS even if the last
 * hop is plain; and not on the management port, which nobody reaches under that name (RFC 6797 §7.2).
 */
@ApplicationScoped
class SecurityHeaders {

    /** Before every other route. */
    static final int ORDER = -10_000;

    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence NOTHING =
            HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
    /** Swagger UI starts itself in an inline script and styles itself inline. */
    private static final CharSequence ITS_OWN = HttpHeaders.createOptimized("default-src 'self'; img-src 'self' data:;"
            + " script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'");

    private static final CharSequence FRAME_OPTIONS = HttpHeaders.createOptimized("X-Frame-Options");
    private static final CharSequence DENY = HttpHeaders.createOptimized("DENY");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence TRANSPORT = HttpHeaders.createOptimized("Strict-Transport-Security");
    private static final CharSequence A_YEAR = HttpHeaders.createOptimized("max-age=31536000; includeSubDomains");

    private static final String API_PAGE = "/q/swagger-ui";
    private static final String DEVELOPMENT_PAGES = "/q/";

    private final boolean https;
    private final boolean development = LaunchMode.current() == LaunchMode.DEVELOPMENT;

    /** Reads the settings by themselves: they may be impossible, and the start-up checks that say so come later. */
    SecurityHeaders(
            @ConfigProperty(name = "latchkey.public-url") Optional<String> publicUrl,
            @ConfigProperty(name = "latchkey.issuer") Optional<String> issuer) {
        this.https = publicUrl
                .or(() -> issuer)
                .filter(url -> url.startsWith("https://"))
                .isPresent();
    }

    /** Requests that fail before a route is found, for their path is none, come to the second handler only. */
    void guard(@Observes Router router) {
        router.route().order(ORDER).handler(this::guard).failureHandler(this::guard);
    }

    void guard(@Observes ManagementInterface management) {
        management
                .router()
                .route()
                .order(Integer.MIN_VALUE)
                .handler(this::guardManagement)
                .failureHandler(this::guardManagement);
    }

    private void guard(RoutingContext exchange) {
        exchange.addHeadersEndHandler(headersEnd -> {
            if (https) {
                exchange.response().headers().set(TRANSPORT, A_YEAR);
            }
            complete(exchange);
        });
        exchange.next();
    }

    private void guardManagement(RoutingContext exchange) {
        exchange.addHeadersEndHandler(headersEnd -> {
            // Quarkus shares this port with every origin: a page somewhere could read the metrics by an operator's
            // browser
            exchange.response().headers().remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
            complete(exchange);
        });
        exchange.next();
    }

    private void complete(RoutingContext exchange) {
        MultiMap headers = exchange.response().headers();
        headers.set(CONTENT_TYPE_OPTIONS, NOSNIFF);
        addUnlessSet(headers, HttpHeaders.CACHE_CONTROL, NO_STORE);
        addUnlessSet(headers, REFERRER_POLICY, NO_REFERRER);
        // as it was sent: normalising fails for what is no path
        String path = Objects.requireNonNullElse(exchange.request().path(), "");
        // the Dev UI frames its pages and runs scripts of many kinds
        if (!development || !path.startsWith(DEVELOPMENT_PAGES)) {
            addUnlessSet(headers, FRAME_OPTIONS, DENY);
            addUnlessSet(headers, POLICY, path.startsWith(API_PAGE) ? ITS_OWN : NOTHING);
        }
    }

    private static void addUnlessSet(MultiMap headers, CharSequence name, CharSequence value) {
        if (!headers.contains(name)) {
            headers.add(name, value);
        }
    }
}
