package dev.latchkey.signin;

import dev.latchkey.identity.AuthCookies;
import dev.latchkey.identity.ClientAddress;
import dev.latchkey.identity.CookieBinding;
import dev.latchkey.identity.PresentedCookies;
import dev.latchkey.identity.RequestOrigins;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.session.Devices;
import dev.latchkey.session.Transport;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
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
    private final PresentedSessions presentedSessions;
    private final AuthCookies authCookies;
    private final CookieBinding binding;
    private final RequestOrigins origins;
    private final ClientAddress clientAddress;

    SignInResource(
            SignIns signIns,
            SignedInReplies replies,
            Devices devices,
            PresentedSessions presentedSessions,
            AuthCookies authCookies,
            CookieBinding binding,
            RequestOrigins origins,
            ClientAddress clientAddress) {
        this.signIns = signIns;
        this.replies = replies;
        this.devices = devices;
        this.presentedSessions = presentedSessions;
        this.authCookies = authCookies;
        this.binding = binding;
        this.origins = origins;
        this.clientAddress = clientAddress;
    }

    record SignInRequest(
            @Schema(examples = "ada@example.com") @NotNull @Size(max = 254)
            String username,

            @Schema(examples = "correct horse battery staple") @NotNull @Size(max = 1024)
            String password,

            @Schema(examples = "false") @Nullable Boolean rememberMe,

            @Schema(examples = "cookie") @Nullable @Pattern(regexp = "body|cookie|session")
            String transport,

            @Schema(examples = "lkd_AY8tTnwReju…") @Nullable @Size(max = 512)
            String deviceToken) {

        @Override
        public String toString() {
            return "SignInRequest";
        }
    }

    @Operation(summary = "Sign in by username or verified address")
    @Extension(
            name = "x-problems",
            value = "invalid-credentials,email-unverified,password-change-required,too-many-attempts,busy")
    @POST
    public RestResponse<SignedIn> signIn(
            @NotNull @Valid SignInRequest request,
            @HeaderParam(HttpHeaders.USER_AGENT) @Nullable String userAgent,
            @Context HttpServerRequest http) {
        Transport transport = request.transport() == null ? Transport.BODY : Transport.of(request.transport());
        if (transport != Transport.BODY) {
            // nobody may be signed in as somebody else by a page elsewhere (standards C-08)
            origins.requireProof(http);
        }
        PresentedCookies presented = authCookies.read(http);
        Optional<PresentedCookies> bound =
                transport == Transport.BODY ? binding.begin(presented, http) : Optional.empty();
        String ip = clientAddress.of(http);
        Admission admission = signIns.signIn(
                        request.username(),
                        request.password(),
                        Boolean.TRUE.equals(request.rememberMe()),
                        transport,
                        ip,
                        () -> devices.describe(userAgent, ip),
                        () -> presentedSessions.of(presented),
                        bound.map(PresentedCookies::bindingHash).orElse(null),
                        request.deviceToken() == null ? presented.device() : request.deviceToken())
                .orElseThrow(() ->
                        new ProblemException(ProblemType.INVALID_CREDENTIALS, "Check the username and the password."));
        return replies.signedIn(admission, bound.orElse(presented));
    }
}
