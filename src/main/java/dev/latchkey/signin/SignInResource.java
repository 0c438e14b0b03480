package dev.latchkey.signin;

import dev.latchkey.identity.ClientAddress;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.session.Devices;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jspecify.annotations.Nullable;

@Path("/auth/sign-in")
@Tag(name = "Signing in")
@PermitAll
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class SignInResource {

    private final SignIns signIns;
    private final SignedInReplies replies;
    private final Devices devices;
    private final ClientAddress clientAddress;

    SignInResource(SignIns signIns, SignedInReplies replies, Devices devices, ClientAddress clientAddress) {
        this.signIns = signIns;
        this.replies = replies;
        this.devices = devices;
        this.clientAddress = clientAddress;
    }

    record SignInRequest(
            @Schema(examples = "ada@example.com") @NotNull @Size(max = 254)
            String username,

            @Schema(examples = "correct horse battery staple") @NotNull @Size(max = 1024)
            String password,

            @Nullable Boolean rememberMe,
            @Nullable @Pattern(regexp = "body") String transport) {

        @Override
        public String toString() {
            return "SignInRequest";
        }
    }

    @Operation(summary = "Sign in by username or verified address")
    @Extension(name = "x-problems", value = "invalid-credentials,busy")
    @POST
    @Cache(noStore = true)
    public SignedIn signIn(
            @NotNull @Valid SignInRequest request,
            @HeaderParam(HttpHeaders.USER_AGENT) @Nullable String userAgent,
            @Context HttpServerRequest http) {
        boolean rememberMe = Boolean.TRUE.equals(request.rememberMe());
        return signIns.signIn(
                        request.username(),
                        request.password(),
                        rememberMe,
                        devices.describe(userAgent, clientAddress.of(http)))
                .map(replies::signedIn)
                .orElseThrow(() ->
                        new ProblemException(ProblemType.INVALID_CREDENTIALS, "Check the username and the password."));
    }
}
