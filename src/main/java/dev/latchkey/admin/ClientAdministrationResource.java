package dev.latchkey.admin;

import dev.latchkey.client.ClientChange;
import dev.latchkey.client.ClientIds;
import dev.latchkey.client.ClientView;
import dev.latchkey.client.Clients;
import dev.latchkey.client.GrantType;
import dev.latchkey.client.NewClient;
import dev.latchkey.client.NewSecret;
import dev.latchkey.identity.Caller;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.user.DisplayName;
import dev.latchkey.user.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/admin/clients")
@Tag(name = "Administration")
@RolesAllowed(Users.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
class ClientAdministrationResource {

    /** 1 to 200; as a pattern, since JAX-RS answers a number that cannot be read with 404. */
    private static final String PAGE_SIZE = "[1-9][0-9]?|1[0-9][0-9]|200";

    /** RFC 6749 §3.3. */
    private static final String SCOPE = "[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,64}";

    private static final int MAX_ROLE_CHARACTERS = 1000;

    private final Clients clients;
    private final Caller caller;
    private final Clock clock;

    ClientAdministrationResource(Clients clients, Caller caller, Clock clock) {
        this.clients = clients;
        this.caller = caller;
        this.clock = clock;
    }

    record CreateClient(
            @Schema(examples = "billing")
            @NotNull
            @Pattern(regexp = ClientIds.FORM, message = "must be 1 to 63 letters, digits or . _ -")
            String clientId,

            @Schema(examples = "Billing") @NotNull @DisplayName
            String name,

            @Schema(examples = "[\"service\"]") @Nullable @Size(max = 50)
            List<@RoleName String> roles,

            @Schema(examples = "[\"read\"]") @Nullable @Size(max = 50)
            List<@NotNull @Pattern(regexp = SCOPE) String> scopes,

            @Schema(examples = "[\"client_credentials\"]") @Nullable @Size(max = 10)
            List<@NotNull GrantType> grantTypes,

            @Schema(examples = "[\"https://billing.example.com/callback\"]") @Nullable @Size(max = 20)
            List<@NotNull @Size(max = 500) String> redirectUris) {}

    /** Absent members stay as they are. */
    record ChangeClient(
            @Schema(examples = "Billing") @Nullable @DisplayName
            String name,

            @Schema(examples = "[\"service\"]") @Nullable @Size(max = 50)
            List<@RoleName String> roles,

            @Schema(examples = "[\"read\"]") @Nullable @Size(max = 50)
            List<@NotNull @Pattern(regexp = SCOPE) String> scopes,

            @Schema(examples = "[\"client_credentials\"]") @Nullable @Size(max = 10)
            List<@NotNull GrantType> grantTypes,

            @Schema(examples = "[\"https://billing.example.com/callback\"]") @Nullable @Size(max = 20)
            List<@NotNull @Size(max = 500) String> redirectUris,

            @Schema(examples = "false") @Nullable Boolean disabled) {}

    /** @param nextCursor to be passed for the next page; absent on the last */
    record ClientPage(
            List<ClientView> clients,
            @Schema(examples = "billing") @Nullable String nextCursor) {}

    @Operation(summary = "List clients, a page at a time")
    @Extension(name = "x-problems", value = "authentication-required,invalid-token,forbidden")
    @GET
    public ClientPage list(
            @QueryParam("limit") @DefaultValue("50") @Pattern(regexp = PAGE_SIZE) String size,
            @QueryParam("cursor") @Nullable @Pattern(regexp = ClientIds.FORM) String cursor) {
        int limit = Integer.parseInt(size);
        List<ClientView> page = clients.list(Optional.ofNullable(cursor), limit + 1);
        if (page.size() <= limit) {
            return new ClientPage(page, null);
        }
        return new ClientPage(page.subList(0, limit), page.get(limit - 1).clientId());
    }

    @Operation(summary = "Register a client; its secret is shown once")
    @Extension(
            name = "x-problems",
            value = "client-id-taken,authentication-required,invalid-token,step-up-required,forbidden")
    @APIResponse(
            responseCode = "201",
            description = "The client with its secret",
            content = @Content(schema = @Schema(implementation = ClientWithSecret.class)))
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@NotNull @Valid CreateClient request) {
        NewClient draft = new NewClient(
                request.clientId(),
                request.name(),
                requireFitting(orNone(request.roles())),
                orNone(request.scopes()),
                orNone(request.grantTypes()),
                requireUsable(orNone(request.redirectUris())));
        if (!ClientIds.isFree(draft.clientId())) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "A client_id is no UUID, for users have those, and not latchkey.");
        }
        NewSecret made = clients.create(draft, caller.undoubtedUserId(), clock.instant())
                .orElseThrow(() -> new ProblemException(ProblemType.CLIENT_ID_TAKEN, "Choose another client_id."));
        return Response.created(URI.create("/admin/clients/" + draft.clientId()))
                .entity(ClientWithSecret.of(made))
                .build();
    }

    @Operation(summary = "Show a client")
    @Extension(name = "x-problems", value = "not-found,authentication-required,invalid-token,forbidden")
    @GET
    @Path("/{client_id}")
    public ClientView get(@PathParam("client_id") String clientId) {
        return clients.find(known(clientId)).orElseThrow(ClientAdministrationResource::notFound);
    }

    @Operation(summary = "Change a client; taking something away or disabling it ends its tokens")
    @Extension(
            name = "x-problems",
            value = "not-found,authentication-required,invalid-token,step-up-required,forbidden")
    @PATCH
    @Path("/{client_id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public ClientView change(@PathParam("client_id") String clientId, @NotNull @Valid ChangeClient request) {
        ClientChange change = new ClientChange(
                request.name(),
                request.roles() == null ? null : requireFitting(request.roles()),
                request.scopes(),
                request.grantTypes(),
                request.redirectUris() == null ? null : requireUsable(request.redirectUris()),
                request.disabled());
        return clients.change(known(clientId), change, caller.undoubtedUserId(), clock.instant());
    }

    @Operation(summary = "Delete a client and end its tokens")
    @Extension(
            name = "x-problems",
            value = "not-found,authentication-required,invalid-token,step-up-required,forbidden")
    @DELETE
    @Path("/{client_id}")
    public void delete(@PathParam("client_id") String clientId) {
        clients.delete(known(clientId), caller.undoubtedUserId(), clock.instant());
    }

    @Operation(
            summary = "Give a client another secret, shown once; the old one buys no token from then on, tokens stay")
    @Extension(
            name = "x-problems",
            value = "not-found,authentication-required,invalid-token,step-up-required,forbidden")
    @POST
    @Path("/{client_id}/secret")
    public ClientWithSecret replaceSecret(@PathParam("client_id") String clientId) {
        return ClientWithSecret.of(clients.replaceSecret(known(clientId), caller.undoubtedUserId(), clock.instant()));
    }

    /** What cannot be an id is not asked for in the database. */
    private static String known(String clientId) {
        if (!clientId.matches(ClientIds.FORM)) {
            throw notFound();
        }
        return clientId;
    }

    private static <T> List<T> orNone(@Nullable List<T> values) {
        return Objects.requireNonNullElse(values, List.of());
    }

    private static List<String> requireFitting(List<String> roles) {
        if (roles.stream().mapToInt(String::length).sum() > MAX_ROLE_CHARACTERS) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The names of a client's roles have at most " + MAX_ROLE_CHARACTERS + " characters together.");
        }
        return roles;
    }

    /** Exact, https but on one's own machine, and without a fragment (RFC 6749 §3.1.2, RFC 9700 §4.1.3). */
    private static List<String> requireUsable(List<String> redirectUris) {
        if (!redirectUris.stream().allMatch(ClientAdministrationResource::isUsable)) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "redirect_uris are absolute https URLs without a fragment.");
        }
        return redirectUris;
    }

    private static boolean isUsable(String text) {
        try {
            URI uri = new URI(text);
            boolean local = "localhost".equals(uri.getHost()) || "127.0.0.1".equals(uri.getHost());
            return uri.getHost() != null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null
                    && ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && local));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static ProblemException notFound() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such client.");
    }
}
