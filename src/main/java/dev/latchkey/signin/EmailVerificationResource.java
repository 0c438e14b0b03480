package dev.latchkey.signin;

import dev.latchkey.identity.ClientAddress;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.throttle.SourceLimits;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/auth/email/verify")
@Tag(name = "Account")
@PermitAll
@Consumes(MediaType.APPLICATION_JSON)
class EmailVerificationResource {

    /** The same for whatever is the matter with a link. */
    static final String WHY_INVALID = "It was used, is too old, was followed by a newer one, or is none.";

    private final EmailVerifications verifications;
    private final SourceLimits limits;
    private final ClientAddress clientAddress;

    EmailVerificationResource(EmailVerifications verifications, SourceLimits limits, ClientAddress clientAddress) {
        this.verifications = verifications;
        this.limits = limits;
        this.clientAddress = clientAddress;
    }

    record VerifyRequest(
            @Schema(examples = "lke_2Zk4vY8m0hC3nQ7rT1wX5bD9fG6jK0lM3pS8uA2eI4o") @NotNull @Size(max = 1024)
            String token) {

        @Override
        public String toString() {
            return "VerifyRequest";
        }
    }

    @Operation(summary = "Prove that an address is one's own, by the token of the link that was mailed to it")
    @Extension(name = "x-problems", value = "invalid-link,too-many-attempts")
    @APIResponse(responseCode = "204", description = "Verified")
    @POST
    public void verify(@NotNull @Valid VerifyRequest request, @Context HttpServerRequest http) {
        String ip = clientAddress.of(http);
        if (!verifications.use(request.token(), ip)) {
            limits.spend(SourceLimits.Call.LINK, ip);
            throw new ProblemException(ProblemType.INVALID_LINK, WHY_INVALID);
        }
    }
}
