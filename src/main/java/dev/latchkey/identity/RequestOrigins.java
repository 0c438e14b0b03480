package dev.latchkey.identity;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges which page made a browser send a request, by the headers that no script can set: Fetch Metadata, or from browsers without
 * it {@code Origin} and then {@code Referer} (standards C-07).
 */
@ApplicationScoped
public class RequestOrigins {

    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final String own;
    private final Set<String> trusted;

    RequestOrigins(PublicUrl publicUrl, CorsConfig cors) {
        this.own = publicUrl.origin();
        this.trusted = cors.origins().orElse(List.of()).stream()
                .filter(WebOrigin::isOrigin)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * For calls that will set cookies: refuses unless the request proves that our own page, one of a configured origin, or the
     * person at the browser made it.
     */
    public void requireProof(HttpServerRequest request) {
        if (!isProven(request)) {
            throw refused("origin");
        }
    }

    /**
     * Whether the request proves that. False for one that says nothing about its origin, as programs send.
     *
     * @throws ProblemException {@link ProblemType#CSRF_REFUSED} if it says that another page made it
     */
    boolean isProven(HttpServerRequest request) {
        Optional<String> site = header(request, "Sec-Fetch-Site");
        Optional<String> origin = header(request, "Origin");
        if (site.isPresent()) {
            if (OWN_SITES.contains(site.get()) || origin.filter(this::isTrusted).isPresent()) {
                return true;
            }
            throw refused("fetch-site");
        }
        Optional<String> from = origin.or(() -> header(request, "Referer")
                .map(referer -> PublicUrl.originOf(referer).orElse(referer)));
        if (from.isPresent() && !isTrusted(from.get())) {
            throw refused("origin");
        }
        return from.isPresent();
    }

    /** Whether the browser says that our own page made the request; those of other sites, and programs, do not. */
    public boolean isOfOwnPage(HttpServerRequest request) {
        return header(request, "Sec-Fetch-Site").filter("same-origin"::equals).isPresent();
    }

    /** Refuses what any other origin's page asks for, also that of a configured one. */
    void requireOwn(HttpServerRequest request) {
        if (!header(request, "Sec-Fetch-Site").map(OWN_SITES::contains).orElse(true)) {
            throw refused("fetch-site");
        }
        if (!header(request, "Origin").map(own::equals).orElse(true)) {
            throw refused("origin");
        }
    }

    static ProblemException refused(String part) {
        return new ProblemException(
                        ProblemType.CSRF_REFUSED, "It does not prove that a page which may do so made this request.")
                .with("part", part);
    }

    private boolean isTrusted(String origin) {
        return origin.equals(own) || trusted.contains(origin);
    }

    /** Several headers of one name come out as one value, which nothing is equal to. */
    private static Optional<String> header(HttpServerRequest request, String name) {
        List<String> values = request.headers().getAll(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
    }
}
