package dev.latchkey.identity;

import dev.latchkey.session.RefreshToken;
import dev.latchkey.session.RefreshTokens;
import dev.latchkey.session.SessionToken;
import dev.latchkey.session.SessionTokens;
import dev.latchkey.token.AccessTokenVerifier;
import dev.latchkey.token.VerifiedToken;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses unsafe requests that another site's page made the browser send with our cookies (standards C-06, C-07, C-08), before
 * anything else happens. First line: where the request comes from. Second: if a cookie names a session, that session's token in
 * a header. An {@code Authorization} header is not sent by itself, so requests with one are exempt.
 */
class CsrfFilter {

    static final String TOKEN_HEADER = "X-CSRF-Token";

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    /**
     * Of cookies of two kinds no token is the right one, and a page that was loaded again can ask for none. Signing out is the way out
     * of that; the first line still stands, and all that could be forced is the end of sessions.
     */
    private static final String SIGN_OUT = "/auth/sign-out";

    private final AuthCookies authCookies;
    private final RequestOrigins origins;
    private final CsrfTokens csrfTokens;
    private final RefreshTokens refreshTokens;
    private final SessionTokens sessionTokens;
    private final AccessTokenVerifier accessTokens;

    CsrfFilter(
            AuthCookies authCookies,
            RequestOrigins origins,
            CsrfTokens csrfTokens,
            RefreshTokens refreshTokens,
            SessionTokens sessionTokens,
            AccessTokenVerifier accessTokens) {
        this.authCookies = authCookies;
        this.origins = origins;
        this.csrfTokens = csrfTokens;
        this.refreshTokens = refreshTokens;
        this.sessionTokens = sessionTokens;
        this.accessTokens = accessTokens;
    }

    /** Returns nothing if the answer is known at once, as it nearly always is: that costs no detour. */
    @ServerRequestFilter(preMatching = true, nonBlocking = true, priority = Priorities.AUTHENTICATION + 1)
    public @Nullable Uni<Void> requireOwnPage(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        if (SAFE_METHODS.contains(request.method().name())
                || request.headers().contains(HttpHeaders.AUTHORIZATION)
                || CsrfExemptions.isByLink(request.path())) {
            return null;
        }
        PresentedCookies cookies = authCookies.read(request);
        boolean proven = origins.isProven(request);
        if (!cookies.any()) {
            return null;
        }
        if (!proven) {
            throw RequestOrigins.refused("origin");
        }
        String path = request.path();
        if (CsrfExemptions.isWithoutToken(path) || (cookies.mixed() && SIGN_OUT.equals(path))) {
            return null;
        }
        // a genuine session is not overlooked because another node made its token's key a moment ago
        Optional<Uni<Void>> look = Optional.ofNullable(cookies.access()).flatMap(accessTokens::lookForKey);
        if (look.isEmpty()) {
            requireToken(request, named(cookies, exchange));
            return null;
        }
        return look.get().invoke(() -> requireToken(request, named(cookies, exchange)));
    }

    private void requireToken(HttpServerRequest request, Set<UUID> sessions) {
        List<String> tokens = request.headers().getAll(TOKEN_HEADER);
        boolean matches = sessions.isEmpty()
                || (sessions.size() == 1
                        && tokens.size() == 1
                        && csrfTokens.matches(sessions.iterator().next(), tokens.get(0)));
        if (!matches) {
            throw RequestOrigins.refused("token");
        }
    }

    /** The sessions that genuine cookies name, over or not. */
    private Set<UUID> named(PresentedCookies cookies, RoutingContext exchange) {
        Optional<VerifiedToken> access =
                Optional.ofNullable(cookies.access()).flatMap(accessTokens::verifyIgnoringExpiry);
        if (cookies.access() != null && access.isEmpty()) {
            CookieAuthentication.refuseAccessCookie(exchange);
        }
        return Stream.of(
                        Optional.ofNullable(cookies.refresh())
                                .flatMap(refreshTokens::parse)
                                .map(RefreshToken::sessionId),
                        access.flatMap(VerifiedToken::sessionId),
                        Optional.ofNullable(cookies.session())
                                .flatMap(sessionTokens::parse)
                                .map(SessionToken::sessionId))
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }
}
