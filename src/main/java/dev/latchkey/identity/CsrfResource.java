package dev.latchkey.identity;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.session.LiveSessions;
import dev.latchkey.session.RefreshToken;
import dev.latchkey.session.RefreshTokens;
import dev.latchkey.session.SessionToken;
import dev.latchkey.session.SessionTokens;
import dev.latchkey.throttle.SourceLimits;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Tells a page that was loaded again its session's CSRF token, and nobody else's page. Also when the session is over: the page then
 * learns why by refreshing, and signing out clears the cookies.
 */
@Path("/auth/csrf")
@Tag(name = "Signing in")
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
class CsrfResource {

    private final AuthCookies authCookies;
    private final RequestOrigins origins;
    private final CsrfTokens csrfTokens;
    private final RefreshTokens refreshTokens;
    private final SessionTokens sessionTokens;
    private final LiveSessions liveSessions;
    private final SourceLimits limits;
    private final ClientAddress address;

    CsrfResource(
            AuthCookies authCookies,
            RequestOrigins origins,
            CsrfTokens csrfTokens,
            RefreshTokens refreshTokens,
            SessionTokens sessionTokens,
            LiveSessions liveSessions,
            SourceLimits limits,
            ClientAddress address) {
        this.authCookies = authCookies;
        this.origins = origins;
        this.csrfTokens = csrfTokens;
        this.refreshTokens = refreshTokens;
        this.sessionTokens = sessionTokens;
        this.liveSessions = liveSessions;
        this.limits = limits;
        this.address = address;
    }

    record CsrfToken(
            @Schema(examples = "2Zk4vY8m0hC3nQ7rT1wX5bD9fG6jK0lM3pS8uA2eI4o")
            String csrfToken) {

        @Override
        public String toString() {
            return "CsrfToken";
        }
    }

    @Operation(summary = "The CSRF token of the session that the refresh or session cookie belongs to")
    @Extension(name = "x-problems", value = "authentication-required,csrf-refused,too-many-attempts")
    @GET
    public CsrfToken csrfToken(@Context HttpServerRequest request) {
        origins.requireOwn(request);
        limits.spend(SourceLimits.Call.CSRF, address.of(request));
        PresentedCookies cookies = authCookies.read(request);
        Optional<UUID> session = Optional.ofNullable(cookies.refresh())
                .flatMap(refreshTokens::parse)
                .map(RefreshToken::sessionId)
                .or(() -> Optional.ofNullable(cookies.session())
                        .flatMap(sessionTokens::parse)
                        .filter(liveSessions::isHeldBy)
                        .map(SessionToken::sessionId));
        return session.map(csrfTokens::of)
                .map(CsrfToken::new)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.AUTHENTICATION_REQUIRED, "No refresh or session cookie was sent."));
    }
}
