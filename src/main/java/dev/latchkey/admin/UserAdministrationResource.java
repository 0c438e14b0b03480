package dev.latchkey.admin;

import dev.latchkey.identity.Caller;
import dev.latchkey.password.Passwords;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.session.EndReason;
import dev.latchkey.session.Sessions;
import dev.latchkey.signin.Invitations;
import dev.latchkey.user.Accounts;
import dev.latchkey.user.DisplayName;
import dev.latchkey.user.NewUser;
import dev.latchkey.user.UserChange;
import dev.latchkey.user.UserFilter;
import dev.latchkey.user.UserView;
import dev.latchkey.user.Usernames;
import dev.latchkey.user.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/admin/users")
@Tag(name = "Administration")
@RolesAllowed(Users.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
class UserAdministrationResource {

    private static final Set<String> PARAMETERS = Set.of("limit", "cursor", "search", "role", "disabled");

    /** Together, so that an access token with all of them fits a cookie in the worst case (standards C-03). */
    private static final int MAX_ROLE_CHARACTERS = 1000;

    private final Users users;
    private final Sessions sessions;
    private final Passwords passwords;
    private final Accounts accounts;
    private final Invitations invitations;
    private final Caller caller;
    private final Clock clock;

    UserAdministrationResource(
            Users users,
            Sessions sessions,
            Passwords passwords,
            Accounts accounts,
            Invitations invitations,
            Caller caller,
            Clock clock) {
        this.users = users;
        this.sessions = sessions;
        this.passwords = passwords;
        this.accounts = accounts;
        this.invitations = invitations;
        this.caller = caller;
        this.clock = clock;
    }

    record CreateUser(
            @Schema(examples = "ada") @NotNull @Size(max = 254)
            String username,

            @Schema(examples = "ada@example.com") @Nullable @Size(max = 254)
            String email,

            @Schema(examples = "Ada") @Nullable @DisplayName String name,

            @Schema(examples = "[\"editor\",\"user\"]") @Nullable @Size(max = 50)
            List<@RoleName String> roles,

            @Schema(examples = "correct horse battery staple") @Nullable @Size(max = 1024)
            String password,

            @Schema(examples = "false") @Nullable Boolean invite) {

        @Override
        public String toString() {
            return "CreateUser";
        }
    }

    /** Absent members stay as they are. */
    @SuppressWarnings("NullableOptional") // null is absent, empty is a JSON null
    record ChangeUser(
            @Schema(examples = "Ada") @Nullable Optional<@DisplayName String> name,

            @Schema(examples = "[\"editor\",\"user\"]") @Nullable @Size(max = 50)
            List<@RoleName String> roles,

            @Schema(examples = "false") @Nullable Boolean disabled) {}

    /** @param nextCursor to be passed for the next page; absent on the last */
    record UserPage(
            List<UserView> users,

            @Schema(examples = "018f2d4e-7c11-7a3b-9d52-1f0e6a7b8c9d") @Nullable
            String nextCursor) {}

    @Operation(
            summary = "Users, a page at a time",
            description =
                    "search is the beginning of a username, an address or a name; of everything given, all must apply")
    @Extension(name = "x-problems", value = "unknown-parameter,authentication-required,invalid-token,forbidden")
    @GET
    public UserPage list(
            @QueryParam("limit") @Nullable String size,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("search") @Nullable @DisplayName String search,
            @QueryParam("role") @Nullable @Pattern(regexp = RoleName.PATTERN) String role,
            @QueryParam("disabled") @Nullable String disabled,
            @Context UriInfo uri) {
        QueryParameters.requireKnownOnce(uri.getQueryParameters(), PARAMETERS);
        UserFilter filter = new UserFilter(
                Optional.ofNullable(search), Optional.ofNullable(role), QueryParameters.flag("disabled", disabled));
        int limit = QueryParameters.pageSize(size);
        List<UserView> page = users.list(filter, QueryParameters.position(cursor), limit + 1);
        if (page.size() <= limit) {
            return new UserPage(page, null);
        }
        return new UserPage(page.subList(0, limit), page.get(limit - 1).id().toString());
    }

    @Operation(
            summary = "Make a user, who is mailed a link to choose a password with invite",
            description =
                    "a password that is given here is good for one thing: for choosing another one at the first sign-in")
    @Extension(
            name = "x-problems",
            value =
                    "weak-password,username-taken,cannot-mail,busy,authentication-required,invalid-token,step-up-required,forbidden")
    @APIResponse(
            responseCode = "201",
            description = "Made; Location says where",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@NotNull @Valid CreateUser request) {
        List<String> roles = requireFitting(request.roles());
        String username = Usernames.require(request.username());
        String email = request.email() == null ? null : Usernames.requireAddress(request.email());
        boolean invited = Boolean.TRUE.equals(request.invite());
        if (invited && request.password() != null) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "Who is invited chooses the password.");
        }
        String hash = null;
        if (request.password() != null) {
            passwords.requireAcceptable(
                    request.password(),
                    Stream.of(username, email, request.name())
                            .filter(Objects::nonNull)
                            .toList());
            hash = passwords.hash(request.password());
        }
        NewUser draft = new NewUser(username, email, request.name(), roles == null ? List.of() : roles, hash);
        UUID actorId = caller.undoubtedUserId();
        Instant now = clock.instant();
        UserView user = (invited ? invitations.invite(draft, actorId, now) : users.create(draft, actorId, now))
                .orElseThrow(() -> new ProblemException(ProblemType.USERNAME_TAKEN, "Choose another username."));
        return Response.created(URI.create("/admin/users/" + user.id()))
                .entity(user)
                .build();
    }

    @Operation(summary = "Show a user")
    @Extension(name = "x-problems", value = "not-found,authentication-required,invalid-token,forbidden")
    @GET
    @Path("/{id}")
    public UserView get(@PathParam("id") UUID id) {
        return users.find(id).orElseThrow(UserAdministrationResource::notFound);
    }

    @Operation(summary = "Change name, roles, or whether the user is disabled")
    @Extension(
            name = "x-problems",
            value = "not-found,last-administrator,authentication-required,invalid-token,step-up-required,forbidden")
    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public UserView change(@PathParam("id") UUID id, @NotNull @Valid ChangeUser request) {
        UserChange change = new UserChange(request.name(), requireFitting(request.roles()), request.disabled());
        return users.change(id, change, caller.undoubtedUserId(), clock.instant());
    }

    @Operation(summary = "Delete a user")
    @Extension(
            name = "x-problems",
            value = "not-found,last-administrator,authentication-required,invalid-token,step-up-required,forbidden")
    @DELETE
    @Path("/{id}")
    public void delete(@PathParam("id") UUID id) {
        users.delete(id, caller.undoubtedUserId(), clock.instant());
    }

    @Operation(summary = "Sign a user out everywhere")
    @Extension(
            name = "x-problems",
            value = "not-found,authentication-required,invalid-token,step-up-required,forbidden")
    @DELETE
    @Path("/{id}/sessions")
    public void signOutEverywhere(@PathParam("id") UUID id) {
        if (users.find(id).isEmpty()) {
            throw notFound();
        }
        sessions.endAllOf(id, Optional.empty(), EndReason.ADMINISTRATOR, caller.undoubtedUserId(), clock.instant());
    }

    static @Nullable List<String> requireFitting(@Nullable List<String> roles) {
        if (roles != null && roles.stream().mapToInt(String::length).sum() > MAX_ROLE_CHARACTERS) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The names of a user's roles have at most " + MAX_ROLE_CHARACTERS + " characters together.");
        }
        return roles;
    }

    @Operation(summary = "Mail a user a link to set another password")
    @Extension(
            name = "x-problems",
            value = "not-found,cannot-mail,authentication-required,invalid-token,step-up-required,forbidden")
    @APIResponse(responseCode = "202", description = "Taken on; the mail is on its way")
    @POST
    @Path("/{id}/reset-password")
    public Response mailReset(@PathParam("id") UUID id) {
        invitations.mailReset(id, caller.undoubtedUserId(), clock.instant());
        return Response.accepted().build();
    }

    @Operation(summary = "Let a password that somebody else may know sign in to nothing but setting another one")
    @Extension(
            name = "x-problems",
            value = "not-found,authentication-required,invalid-token,step-up-required,forbidden")
    @APIResponse(responseCode = "204", description = "Every session of the user has ended")
    @POST
    @Path("/{id}/require-password-change")
    public void requirePasswordChange(@PathParam("id") UUID id) {
        accounts.requirePasswordChange(id, caller.undoubtedUserId(), clock.instant());
    }

    private static ProblemException notFound() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such user.");
    }
}
