package dev.latchkey.page;

import dev.latchkey.identity.ClientAddress;
import dev.latchkey.signin.EmailVerifications;
import dev.latchkey.throttle.SourceLimits;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Where the link leads that verifies an address. Opening it only shows a button, because mail filters open links too, and would make
 * accounts that nobody wanted. The token is the authority, so a form of another site, which has none, achieves nothing.
 */
@Path(EmailVerifications.PATH)
@PermitAll
class VerifyEmailResource {

    private final EmailVerifications verifications;
    private final SourceLimits limits;
    private final ClientAddress clientAddress;
    private final Template question;
    private final Template done;
    private final Template deadLink;

    VerifyEmailResource(
            EmailVerifications verifications,
            SourceLimits limits,
            ClientAddress clientAddress,
            @Location("page/verify-email.html") Template question,
            @Location("page/verify-email-done.html") Template done,
            @Location("page/dead-link-again.html") Template deadLink) {
        this.verifications = verifications;
        this.limits = limits;
        this.clientAddress = clientAddress;
        this.question = question;
        this.done = done;
        this.deadLink = deadLink;
    }

    @Operation(hidden = true)
    @GET
    public Response ask(@QueryParam("token") @Nullable String token) {
        return verifications.isUsable(token) ? Page.of(200, question.data("token", token)) : dead();
    }

    @Operation(hidden = true)
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response act(@Nullable String form, @Context HttpServerRequest http) {
        String token = FormFields.field(form, "token").orElse(null);
        String ip = clientAddress.of(http);
        if (verifications.use(token, ip)) {
            return Page.of(200, done.instance());
        }
        limits.spend(SourceLimits.Call.LINK, ip);
        return dead();
    }

    private Response dead() {
        return Page.of(400, deadLink.instance());
    }
}
