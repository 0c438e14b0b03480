package dev.latchkey.signin;

import dev.latchkey.identity.AuthCookies;
import dev.latchkey.identity.Caller;
import dev.latchkey.identity.ClientAddress;
import dev.latchkey.user.Users;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/auth/step-up")
@Tag(name = "Signing in")
@RolesAllowed(Users.USER)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class StepUpResource {

    private final StepUps stepUps;
    private final SignedInReplies replies;
    private final AuthCookies authCookies;
    private final Caller caller;
    private final ClientAddress clientAddress;

    StepUpResource(
            StepUps stepUps,
            SignedInReplies replies,
            AuthCookies authCookies,
            Caller caller,
            ClientAddress clientAddress) {
        this.stepUps = stepUps;
        this.replies = replies;
        this.authCookies = authCookies;
        this.caller = caller;
        this.clientAddress = clientAddress;
    }

    record StepUpRequest(
            @Schema(examples = "correct horse battery staple") @NotNull @Size(max = 1024)
            String password) {

        @Override
        public String toString() {
            return "StepUpRequest";
        }
    }

    @Operation(summary = "Prove again who one is: the same user and device, a new session id, new credentials")
    @Extension(
            name = "x-problems",
            value = "invalid-credentials,authentication-required,invalid-token,forbidden,too-many-attempts,busy")
    @POST
    public RestResponse<SignedIn> stepUp(@NotNull @Valid StepUpRequest request, @Context HttpServerRequest http) {
        Admission admission = stepUps.stepUp(
                caller.userId(), caller.sessionId(), caller.acr(), request.password(), clientAddress.of(http));
        return replies.signedIn(admission, authCookies.read(http));
    }
}
