package dev.latchkey.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.latchkey.identity.Caller;
import dev.latchkey.key.KeyAlgorithm;
import dev.latchkey.key.KeyView;
import dev.latchkey.key.SigningKeys;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.user.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

@Path("/admin/keys")
@Tag(name = "Administration")
@RolesAllowed(Users.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
class KeyAdministrationResource {

    private static final int MOST_LISTED = 200;
    private static final String ALGORITHMS = "ES256|RS256|PS256|EdDSA";

    private final SigningKeys keys;
    private final Caller caller;

    KeyAdministrationResource(SigningKeys keys, Caller caller) {
        this.keys = keys;
        this.caller = caller;
    }

    /** @param more whether there are older ones, which are not shown: they are records of what signed years ago */
    record KeyList(
            List<Key> keys, @Schema(examples = "false") boolean more) {}

    record Rotation(
            @Schema(examples = "ES256") @Nullable @Pattern(regexp = ALGORITHMS)
            String algorithm) {}

    /** What did not happen yet is absent. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Key(
            @Schema(examples = "J1FwJP87C6-QN_WSIOmJAQc6n5CQ_bZdaFJ5GDnW1Rk")
            String kid,

            @Schema(examples = "ES256") String algorithm,
            @Schema(examples = "published") String state,
            @Schema(examples = "2026-11-21T12:00:00Z") Instant publishedAt,
            @Schema(examples = "2026-11-21T12:10:00Z") Instant signsFrom,

            @Schema(examples = "2026-12-21T12:10:00Z") @Nullable
            Instant retiredAt,

            @Schema(examples = "2026-12-21T13:12:00Z") @Nullable
            Instant verifiesUntil,

            @Schema(examples = "2026-12-21T13:12:00Z") @Nullable
            Instant removedAt) {

        static Key of(KeyView key) {
            return new Key(
                    key.kid(),
                    key.algorithm().name(),
                    key.state().code(),
                    key.publishedAt(),
                    key.signsFrom(),
                    key.retiredAt(),
                    key.verifiesUntil(),
                    key.removedAt());
        }
    }

    @Operation(summary = "List the 200 newest signing keys, those that are gone included, and whether there are more")
    @Extension(name = "x-problems", value = "authentication-required,invalid-token,forbidden")
    @GET
    public KeyList list() {
        List<KeyView> newest = keys.list(MOST_LISTED + 1);
        return new KeyList(newest.stream().limit(MOST_LISTED).map(Key::of).toList(), newest.size() > MOST_LISTED);
    }

    @Operation(summary = "Publish the next signing key; while one is waiting already, show that one")
    @Extension(name = "x-problems", value = "authentication-required,invalid-token,step-up-required,forbidden")
    @APIResponse(
            responseCode = "201",
            description = "The key that signs next",
            content = @Content(schema = @Schema(implementation = Key.class)))
    @POST
    @Path("/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    public Key rotate(@Nullable @Valid Rotation request) {
        KeyAlgorithm algorithm = request == null || request.algorithm() == null
                ? keys.configuredAlgorithm()
                : KeyAlgorithm.valueOf(request.algorithm());
        return Key.of(keys.rotate(algorithm, caller.undoubtedUserId()));
    }

    @Operation(summary = "Withdraw a compromised key: at once, nothing it signed is accepted any more")
    @Extension(
            name = "x-problems",
            value = "not-found,authentication-required,invalid-token,step-up-required,forbidden")
    @APIResponse(responseCode = "204", description = "Withdrawn")
    @POST
    @Path("/{kid}/withdraw")
    public void withdraw(
            @Schema(examples = "J1FwJP87C6-QN_WSIOmJAQc6n5CQ_bZdaFJ5GDnW1Rk") @PathParam("kid") String kid) {
        if (!keys.withdraw(kid, caller.undoubtedUserId())) {
            throw new ProblemException(ProblemType.NOT_FOUND, "There is no such key.");
        }
    }
}
