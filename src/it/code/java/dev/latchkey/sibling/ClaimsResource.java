package dev.latchkey.sibling;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.jwt.Claim;
import org.eclipse.microprofile.jwt.ClaimValue;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Has the claims injected in each of the ways that MicroProfile JWT 2.1 names (section 7). A line for each: where it went, what it was. */
@Path("/claims")
@RequestScoped
@DenyAll
@Produces(MediaType.TEXT_PLAIN)
public class ClaimsResource {

    @Inject
    JsonWebToken token;

    @Inject
    Principal principal;

    @Inject
    EarlyBird earlyBird;

    @Inject
    @Claim("raw_token")
    String raw;

    @Inject
    @Claim("iss")
    String issuer;

    @Inject
    @Claim(standard = Claims.sub)
    String subject;

    @Inject
    @Claim(standard = Claims.jti)
    String id;

    @Inject
    @Claim(standard = Claims.aud)
    Set<String> audience;

    @Inject
    @Claim(standard = Claims.exp)
    long expiration;

    @Inject
    @Claim(standard = Claims.iat)
    Long issuedAt;

    @Inject
    @Claim(standard = Claims.groups)
    Set<String> groups;

    @Inject
    @Claim("iss")
    ClaimValue<String> issuerValue;

    @Inject
    @Claim(standard = Claims.aud)
    ClaimValue<Set<String>> audienceValue;

    @Inject
    @Claim(standard = Claims.iat)
    ClaimValue<Long> issuedAtValue;

    @Inject
    @Claim("auth_time")
    ClaimValue<Optional<Long>> authTimeValue;

    @Inject
    @Claim("upn")
    ClaimValue<Optional<String>> upn;

    @Inject
    @Claim("department")
    ClaimValue<Optional<Long>> missingValue;

    @Inject
    @Claim("jti")
    JsonString idJson;

    @Inject
    @Claim("iat")
    JsonNumber issuedAtJson;

    @Inject
    @Claim("groups")
    JsonArray groupsJson;

    @Inject
    @Claim("amr")
    JsonArray methodsJson;

    @Inject
    @Claim("iss")
    Provider<String> issuerProvider;

    @Inject
    @Claim("iat")
    Instance<Long> issuedAtInstance;

    @GET
    @RolesAllowed("user")
    public String claims(@Context SecurityContext security) {
        return String.join(
                "\n",
                "raw " + raw.equals(token.getRawToken()),
                "iss " + issuer,
                "sub " + subject.equals(token.getSubject()),
                "jti " + id.equals(token.getTokenID()),
                "aud " + audience,
                "exp " + (expiration == token.getExpirationTime()),
                "iat " + (issuedAt == token.getIssuedAtTime()),
                "groups " + new TreeSet<>(groups),
                "ClaimValue iss " + issuerValue.getValue() + " by " + issuerValue.getName(),
                "ClaimValue aud " + audienceValue.getValue(),
                "ClaimValue iat " + issuedAtValue.getValue().equals(issuedAt),
                "ClaimValue Optional auth_time " + authTimeValue.getValue().isPresent(),
                "ClaimValue Optional upn " + upn.getValue().orElse("none"),
                "missing " + missingValue.getValue().isPresent(),
                "JsonString jti " + idJson.getString().equals(id),
                "JsonNumber iat " + (issuedAtJson.longValue() == issuedAt),
                "JsonArray groups " + groupsJson,
                "JsonArray amr " + methodsJson,
                "Provider iss " + issuerProvider.get(),
                "Instance iat " + issuedAtInstance.get().equals(issuedAt),
                "application scope " + earlyBird.issuerOf(token),
                "principal " + principal.getName().equals(token.getName()),
                "is a token " + (security.getUserPrincipal() instanceof JsonWebToken),
                "scheme " + security.getAuthenticationScheme(),
                "claims " + new TreeSet<>(token.getClaimNames()));
    }

    /** Whoever calls. */
    @GET
    @Path("denied")
    public String denied() {
        return "nobody";
    }
}
