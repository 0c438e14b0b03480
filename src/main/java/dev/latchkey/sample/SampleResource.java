package dev.latchkey.sample;

import dev.latchkey.identity.Caller;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** One method per kind of protection. */
@Path("/samples")
@Tag(name = "Samples")
class SampleResource {

    private final Caller caller;

    private final SampleConfig config;

    SampleResource(Caller caller, SampleConfig config) {
        this.config = config;
        this.caller = caller;
    }

    /** For everybody; a token that is sent along is not even looked at. */
    @Operation(summary = "For everybody")
    @GET
    @Path("/public")
    @PermitAll
    public Greeting everybody() {
        return new Greeting("Hello, whoever you are");
    }

    /** For whoever has signed in. */
    @Operation(summary = "For whoever has signed in")
    @Extension(name = "x-problems", value = "authentication-required,invalid-token,forbidden")
    @GET
    @Path("/user")
    @RolesAllowed("user")
    public Greeting user(@Context SecurityContext security) {
        return new Greeting("Hello, " + security.getUserPrincipal().getName());
    }

    /** For administrators. */
    @Operation(summary = "For administrators")
    @Extension(name = "x-problems", value = "authentication-required,invalid-token,forbidden")
    @GET
    @Path("/admin")
    @RolesAllowed("admin")
    public Greeting admin(@Context SecurityContext security) {
        return new Greeting(
                "Hello, administrator " + security.getUserPrincipal().getName());
    }

    /** For whoever proved who they are a moment ago; others are told to step up (RFC 9470). */
    @Operation(summary = "For whoever proved a moment ago who they are")
    @Extension(name = "x-problems", value = "step-up-required,authentication-required,invalid-token,forbidden")
    @GET
    @Path("/sensitive")
    @RolesAllowed("user")
    public Greeting sensitive() {
        caller.requireRecentAuthentication(config.maxAuthenticationAge());
        return new Greeting("Hello, " + caller.token().getName() + ", it is really you");
    }

    record Greeting(@Schema(examples = "Hello, ada") String message) {}
}
