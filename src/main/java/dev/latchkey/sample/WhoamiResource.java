package dev.latchkey.sample;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.jwt.Claim;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the token says, by each of the ways that MicroProfile JWT offers. Injected claims need request scope. */
@Path("/samples/whoami")
@Tag(name = "Samples")
@RequestScoped
class WhoamiResource {

    private final JsonWebToken token;
    private final String username;
    private final Set<String> groups;
    private final Long issuedAt;
    private final String sessionId;

    WhoamiResource(
            JsonWebToken token,
            @Claim(standard = Claims.upn) String username,
            @Claim(standard = Claims.groups) Set<String> groups,
            @Claim(standard = Claims.iat) Long issuedAt,
            @Claim("sid") String sessionId) {
        this.token = token;
        this.username = username;
        this.groups = groups;
        this.issuedAt = issuedAt;
        this.sessionId = sessionId;
    }

    @Operation(summary = "What the token says of the caller")
    @Extension(name = "x-problems", value = "authentication-required,invalid-token,forbidden")
    @GET
    @RolesAllowed("user")
    public Whoami whoami(@Context SecurityContext security) {
        return new Whoami(
                token.getSubject(),
                username,
                new TreeSet<>(groups),
                sessionId,
                token.getClaim(Claims.acr),
                Instant.ofEpochSecond(issuedAt),
                Instant.ofEpochSecond(token.getExpirationTime()),
                security.isUserInRole("admin"),
                security.getAuthenticationScheme());
    }

    record Whoami(
            String subject,
            String username,
            Set<String> groups,
            String sessionId,
            String acr,
            Instant issuedAt,
            Instant expiresAt,
            boolean administrator,
            String authenticationScheme) {}
}
