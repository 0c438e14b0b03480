package dev.latchkey.identity;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells browsers which pages of other origins may read our answers (Fetch §3.3, standards C-11): those of a list, compared as a
 * whole, and the public metadata for everybody, without credentials. Whoever is not listed gets the answer without a word about
 * sharing, and the browser keeps it from the page; keeping requests from happening is the business of the CSRF checks.
 *
 * <p>Quarkus' own filter answers 403 to whatever it takes for another origin, which behind a proxy is our own, matches regular
 * expressions, leaves {@code Vary} out and knows no paths.
 */
@ApplicationScoped
class CrossOriginSharing {

    private static final int AFTER_SECURITY_HEADERS = SecurityHeaders.ORDER + 1;

    private static final String METADATA = "/.well-known/";

    /** A page elsewhere must never read a CSRF token, and an authorization is a navigation (RFC 9700 §2.6). */
    private static final List<String> NEVER_SHARED = List.of("/auth/csrf", "/oauth2/authorize", "/q/");

    /** Nobody needs a path in another spelling, and it could mean one that is not shared. */
    private static final Pattern ODD_SPELLING = Pattern.compile("[%;]|//|/\\.\\.?(?:/|$)");

    private static final CharSequence ORIGIN = HttpHeaders.createOptimized("Origin");
    private static final CharSequence METHODS = HttpHeaders.createOptimized("GET, POST, PUT, PATCH, DELETE");
    private static final CharSequence HEADERS =
            HttpHeaders.createOptimized("Authorization, Content-Type, X-CSRF-Token");
    private static final CharSequence EXPOSED = HttpHeaders.createOptimized("Retry-After, WWW-Authenticate");
    private static final CharSequence METADATA_METHODS = HttpHeaders.createOptimized("GET");
    private static final CharSequence METADATA_HEADERS = HttpHeaders.createOptimized("If-None-Match");
    private static final CharSequence EVERYBODY = HttpHeaders.createOptimized("*");
    private static final CharSequence TRUE = HttpHeaders.createOptimized("true");
    private static final CharSequence PREFLIGHT_SECONDS = HttpHeaders.createOptimized("600");
    private static final int NO_CONTENT = 204;

    private final Set<String> origins;

    CrossOriginSharing(CorsConfig config) {
        // what start-up checks refuse in production is only told in dev, and must still not work: "null" is what any
        // sandbox sends
        this.origins = config.origins().orElse(List.of()).stream()
                .filter(WebOrigin::isOrigin)
                .collect(Collectors.toUnmodifiableSet());
    }

    void share(@Observes Router router) {
        router.route().order(AFTER_SECURITY_HEADERS).handler(this::share);
    }

    private void share(RoutingContext exchange) {
        String path = exchange.request().path();
        if (path != null && path.startsWith(METADATA) && isPlain(path)) {
            // said to everybody alike, asked or not, so that caches need not keep it apart
            exchange.response().headers().set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, EVERYBODY);
            answer(exchange, METADATA_METHODS, METADATA_HEADERS);
        } else if (path != null && !origins.isEmpty() && isPlain(path) && isShared(path)) {
            shareWithListed(exchange);
        } else {
            exchange.next();
        }
    }

    private void shareWithListed(RoutingContext exchange) {
        MultiMap headers = exchange.response().headers().add(HttpHeaders.VARY, ORIGIN);
        List<String> sent = exchange.request().headers().getAll(HttpHeaders.ORIGIN);
        if (sent.size() != 1 || !origins.contains(sent.get(0))) {
            exchange.next();
            return;
        }
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, sent.get(0))
                .set(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE)
                .set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        answer(exchange, METHODS, HEADERS);
    }

    private static boolean isPlain(String path) {
        return !ODD_SPELLING.matcher(path).find();
    }

    private static boolean isShared(String path) {
        return NEVER_SHARED.stream().noneMatch(path::startsWith);
    }

    private static void answer(RoutingContext exchange, CharSequence methods, CharSequence allowedHeaders) {
        if (!isPreflight(exchange.request())) {
            exchange.next();
            return;
        }
        exchange.response()
                .headers()
                .set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methods)
                .set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, allowedHeaders)
                .set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS);
        exchange.response().setStatusCode(NO_CONTENT).end();
    }

    private static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaders.ORIGIN)
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }
}
