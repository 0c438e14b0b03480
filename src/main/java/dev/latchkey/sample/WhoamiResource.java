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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
            @Schema(examples = "018f2d4e-8d22-7b4c-8e63-2a1f7b8c9d0e")
            String subject,

            @Schema(examples = "ada") String username,
            @Schema(examples = "[\"user\"]") Set<String> groups,

            @Schema(examples = "018f2d4e-7c11-7a3b-9d52-1f0e6a7b8c9d")
            String sessionId,

            @Schema(examples = "aal1") String acr,
            @Schema(examples = "2026-11-21T12:00:00Z") Instant issuedAt,
            @Schema(examples = "2026-11-21T12:15:00Z") Instant expiresAt,
            @Schema(examples = "false") boolean administrator,
            @Schema(examples = "Bearer") String authenticationScheme) {}
}
