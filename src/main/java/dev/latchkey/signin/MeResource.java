package dev.latchkey.signin;

import dev.latchkey.identity.Caller;
import dev.latchkey.identity.ClientAddress;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.user.DisplayName;
import dev.latchkey.user.UserView;
import dev.latchkey.user.Users;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/auth/me")
@Tag(name = "Account")
@RolesAllowed(Users.USER)
@Produces(MediaType.APPLICATION_JSON)
class MeResource {

    private final Users users;
    private final EmailChanges emailChanges;
    private final Caller caller;
    private final ClientAddress clientAddress;
    private final AccountConfig config;

    MeResource(
            Users users, EmailChanges emailChanges, Caller caller, ClientAddress clientAddress, AccountConfig config) {
        this.users = users;
        this.emailChanges = emailChanges;
        this.caller = caller;
        this.clientAddress = clientAddress;
        this.config = config;
    }

    record Me(
            @Schema(examples = "018f2d4e-7c11-7a3b-9d52-1f0e6a7b8c9d")
            UUID id,

            @Schema(examples = "ada") String username,
            @Schema(examples = "ada@example.com") @Nullable String email,
            @Schema(examples = "true") boolean emailVerified,
            @Schema(examples = "Ada") @Nullable String name,
            @Schema(examples = "[\"editor\",\"user\"]") List<String> roles,
            @Schema(examples = "2026-11-21T12:00:00Z") Instant createdAt) {

        static Me of(UserView user) {
            return new Me(
                    user.id(),
                    user.username(),
                    user.email(),
                    user.emailVerified(),
                    user.name(),
                    user.roles(),
                    user.createdAt());
        }
    }

    /** An absent name stays, null removes it. */
    @SuppressWarnings("NullableOptional") // null is absent, empty is a JSON null
    record MePatch(@Schema(examples = "Ada") @Nullable Optional<@DisplayName String> name) {}

    record EmailChange(
            @Schema(examples = "ada@example.org") @NotNull @Size(max = 254)
            String email) {

        @Override
        public String toString() {
            return "EmailChange";
        }
    }

    @Operation(summary = "The caller")
    @Extension(name = "x-problems", value = "not-found,authentication-required,invalid-token,forbidden")
    @GET
    public Me me() {
        return users.find(caller.userId())
                .map(Me::of)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "The account is gone."));
    }

    @Operation(summary = "Change the address, once it is verified; the answer is the same for any address")
    @Extension(name = "x-problems", value = "step-up-required,authentication-required,invalid-token,forbidden")
    @APIResponse(responseCode = "202", description = "Taken on; the address changes when it is verified")
    @PUT
    @Path("/email")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response changeEmail(@NotNull @Valid EmailChange request, @Context HttpServerRequest http) {
        caller.requireRecentAuthentication(config.maxAuthenticationAge());
        emailChanges.ask(caller.userId(), caller.sessionId(), request.email(), clientAddress.of(http));
        return Response.accepted().build();
    }

    @Operation(summary = "Change the name")
    @Extension(name = "x-problems", value = "not-found,authentication-required,invalid-token,forbidden")
    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    public Me change(@NotNull @Valid MePatch patch) {
        return patch.name() == null
                ? me()
                : Me.of(users.rename(caller.userId(), patch.name().orElse(null)));
    }
}
