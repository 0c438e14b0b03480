package dev.latchkey.verifier;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Refuses a caller whose token is revoked, on every resource: 401, as for a token that has expired (RFC 6750 §3.1). Runs after the
 * token was verified; callers without one pass, for the resource decides what they may.
 */
@Provider
@Priority(Priorities.AUTHORIZATION - 100)
@Dependent
public class RevocationFilter implements ContainerRequestFilter {

    private static final String PROBLEM = "application/problem+json";
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Verifier verifier;

    @Inject
    public RevocationFilter(Verifier verifier) {
        this.verifier = verifier;
    }

    /**
     * For a runtime that makes it without CDI. RESTEasy (Open Liberty) looks for such a constructor even though it then asks CDI, and
     * without it does not start.
     */
    public RevocationFilter() {
        this(CDI.current().select(Verifier.class).get());
    }

    @Override
    public void filter(ContainerRequestContext request) {
        SecurityContext security = request.getSecurityContext();
        Principal caller = security == null ? null : security.getUserPrincipal();
        if (!(caller instanceof JsonWebToken token)) {
            return;
        }
        switch (verifier.judge(token)) {
            case GOOD -> {
                // on to the resource
            }
            case REVOKED -> request.abortWith(invalid("The token is revoked"));
            case EXPIRED -> request.abortWith(invalid("The token has expired"));
            case UNKNOWN ->
                request.abortWith(problem(503, "unavailable", "Service Unavailable")
                        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                        .build());
        }
    }

    private static Response invalid(String why) {
        return problem(401, "invalid-token", "Unauthorized")
                .header(
                        HttpHeaders.WWW_AUTHENTICATE,
                        "Bearer error=\"invalid_token\", error_description=\"" + why + "\"")
                .build();
    }

    private static Response.ResponseBuilder problem(int status, String code, String title) {
        String body = "{\"type\":\"urn:latchkey:problem:" + code + "\",\"title\":\"" + title + "\",\"status\":" + status
                + ",\"code\":\"" + code + "\"}";
        return Response.status(status).type(PROBLEM).entity(body).header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
