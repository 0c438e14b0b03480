package dev.latchkey.signin;

import dev.latchkey.identity.ClientAddress;
import dev.latchkey.user.DisplayName;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/auth/sign-up")
@Tag(name = "Signing in")
@PermitAll
@Consumes(MediaType.APPLICATION_JSON)
class SignUpResource {

    private final SignUps signUps;
    private final ClientAddress clientAddress;

    SignUpResource(SignUps signUps, ClientAddress clientAddress) {
        this.signUps = signUps;
        this.clientAddress = clientAddress;
    }

    record SignUpRequest(
            @Schema(examples = "ada@example.com") @NotNull @Size(max = 254)
            String email,

            @Schema(examples = "correct horse battery staple") @NotNull @Size(max = 1024)
            String password,

            @Schema(examples = "Ada") @Nullable @DisplayName String name) {

        @Override
        public String toString() {
            return "SignUpRequest";
        }
    }

    @Operation(
            summary = "Make an account; the answer is the same if the address has one",
            description =
                    "Where latchkey.sign-up.mode is invite, no account is made: an address that was invited is mailed"
                            + " its link again, and the answer is the same for any other")
    @Extension(name = "x-problems", value = "weak-password,sign-up-closed,too-many-attempts,busy")
    @APIResponse(responseCode = "202", description = "Taken on; a mail says more")
    @POST
    public Response signUp(@NotNull @Valid SignUpRequest request, @Context HttpServerRequest http) {
        signUps.signUp(request.email(), request.password(), request.name(), clientAddress.of(http));
        return Response.accepted().build();
    }
}
