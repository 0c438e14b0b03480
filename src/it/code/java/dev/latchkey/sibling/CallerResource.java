package dev.latchkey.sibling;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.jwt.Claim;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Says who calls, in all the ways that MicroProfile JWT has. */
@Path("/caller")
@RequestScoped
@Produces(MediaType.TEXT_PLAIN)
public class CallerResource {

    @Inject
    JsonWebToken token;

    @Inject
    @Claim(standard = Claims.upn)
    String username;

    @Inject
    @Claim("sid")
    String session;

    @Inject
    @Claim(standard = Claims.groups)
    Set<String> roles;

    @GET
    @RolesAllowed("user")
    public String caller(@Context SecurityContext security) {
        return String.join(
                "\n",
                "principal " + security.getUserPrincipal().getName(),
                "name " + token.getName(),
                "subject " + token.getSubject(),
                "upn " + username,
                "session " + session,
                "groups " + new TreeSet<>(token.getGroups()),
                "roles " + new TreeSet<>(roles),
                "is user " + security.isUserInRole("user"),
                "is admin " + security.isUserInRole("admin"));
    }
}
