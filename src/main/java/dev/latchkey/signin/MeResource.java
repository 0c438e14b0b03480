package dev.latchkey.signin;

import dev.latchkey.identity.Caller;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.user.DisplayName;
import dev.latchkey.user.UserView;
import dev.latchkey.user.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/auth/me")
@Tag(name = "Account")
@RolesAllowed(Users.USER)
@Produces(MediaType.APPLICATION_JSON)
class MeResource {

    private final Users users;
    private final Caller caller;

    MeResource(Users users, Caller caller) {
        this.users = users;
        this.caller = caller;
    }

    record Me(
            UUID id,
            String username,
            @Nullable String email,
            boolean emailVerified,
            @Nullable String name,
            List<String> roles,
            Instant createdAt) {

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
    record MePatch(@Nullable Optional<@DisplayName String> name) {}

    @Operation(summary = "The caller")
    @Extension(name = "x-problems", value = "authentication-required,invalid-token,forbidden")
    @GET
    public Me me() {
        return users.find(caller.userId())
                .map(Me::of)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "The account is gone."));
    }

    @Operation(summary = "Change the name")
    @Extension(name = "x-problems", value = "authentication-required,invalid-token,forbidden")
    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    public Me change(@NotNull @Valid MePatch patch) {
        return patch.name() == null
                ? me()
                : Me.of(users.rename(caller.userId(), patch.name().orElse(null)));
    }
}
