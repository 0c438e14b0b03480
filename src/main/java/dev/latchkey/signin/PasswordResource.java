package dev.latchkey.signin;

import dev.latchkey.identity.AuthCookies;
import dev.latchkey.identity.Caller;
import dev.latchkey.identity.ClientAddress;
import dev.latchkey.identity.PresentedCookies;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.user.Users;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/auth/password")
@Tag(name = "Account")
@Consumes(MediaType.APPLICATION_JSON)
class PasswordResource {

    private final PasswordChanges changes;
    private final PasswordResets resets;
    private final SignedInReplies replies;
    private final AuthCookies authCookies;
    private final Caller caller;
    private final ClientAddress clientAddress;

    PasswordResource(
            PasswordChanges changes,
            PasswordResets resets,
            SignedInReplies replies,
            AuthCookies authCookies,
            Caller caller,
            ClientAddress clientAddress) {
        this.changes = changes;
        this.resets = resets;
        this.replies = replies;
        this.authCookies = authCookies;
        this.caller = caller;
        this.clientAddress = clientAddress;
    }

    record ChangeRequest(
            @Schema(examples = "correct horse battery staple") @NotNull @Size(max = 1024)
            String currentPassword,

            @Schema(examples = "four other words entirely") @NotNull @Size(max = 1024)
            String newPassword) {

        @Override
        public String toString() {
            return "ChangeRequest";
        }
    }

    record ForgotRequest(
            @Schema(examples = "ada@example.com") @NotNull @Size(max = 254)
            String email) {

        @Override
        public String toString() {
            return "ForgotRequest";
        }
    }

    record ResetRequest(
            @Schema(examples = "lkp_2Zk4vY8m0hC3nQ7rT1wX5bD9fG6jK0lM3pS8uA2eI4o") @NotNull @Size(max = 1024)
            String token,

            @Schema(examples = "four other words entirely") @NotNull @Size(max = 1024)
            String newPassword,

            @Schema(examples = "lkd_AY8tTnwReju…") @Nullable @Size(max = 512)
            String deviceToken) {

        @Override
        public String toString() {
            return "ResetRequest";
        }
    }

    @Operation(summary = "Change the password: new credentials for the caller, and the other devices are signed out")
    @Extension(
            name = "x-problems",
            value =
                    "wrong-password,weak-password,authentication-required,invalid-token,forbidden,too-many-attempts,busy")
    @PUT
    @RolesAllowed(Users.USER)
    @Produces(MediaType.APPLICATION_JSON)
    public RestResponse<SignedIn> change(@NotNull @Valid ChangeRequest request, @Context HttpServerRequest http) {
        PresentedCookies presented = authCookies.read(http);
        Admission admission = changes.change(
                caller.userId(),
                caller.sessionId(),
                caller.acr(),
                request.currentPassword(),
                request.newPassword(),
                clientAddress.of(http),
                presented.device());
        return replies.signedIn(admission, presented);
    }

    @Operation(
            summary = "Have a link mailed by which another password can be set; the answer is the same for any address")
    @Extension(name = "x-problems", value = "too-many-attempts")
    @APIResponse(responseCode = "202", description = "Taken on; a mail says more")
    @POST
    @Path("/forgot")
    @PermitAll
    public Response forgot(@NotNull @Valid ForgotRequest request, @Context HttpServerRequest http) {
        resets.ask(request.email(), clientAddress.of(http));
        return Response.accepted().build();
    }

    @Operation(
            summary = "Set another password by the token of a mailed link; every session ends, and nobody is signed in")
    @Extension(name = "x-problems", value = "invalid-link,weak-password,too-many-attempts,busy")
    @POST
    @Path("/reset")
    @PermitAll
    @APIResponse(responseCode = "204", description = "Set; a cookie makes the device a known one")
    public RestResponse<Void> reset(@NotNull @Valid ResetRequest request, @Context HttpServerRequest http) {
        String device = request.deviceToken() == null ? authCookies.read(http).device() : request.deviceToken();
        return resets.reset(request.token(), request.newPassword(), clientAddress.of(http), device)
                .map(token -> authCookies.rememberingDevice(RestResponse.<Void>noContent(), token))
                .orElseThrow(
                        () -> new ProblemException(ProblemType.INVALID_LINK, EmailVerificationResource.WHY_INVALID));
    }
}
