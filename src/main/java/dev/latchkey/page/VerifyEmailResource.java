package dev.latchkey.page;

import dev.latchkey.signin.EmailVerifications;
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
    private final Pages pages;

    VerifyEmailResource(EmailVerifications verifications, Pages pages) {
        this.verifications = verifications;
        this.pages = pages;
    }

    @Operation(hidden = true)
    @GET
    public Response ask(@QueryParam("token") @Nullable String token) {
        return pages.orLater(() -> token != null && verifications.isUsable(token)
                ? pages.of(200, Templates.verifyEmail(token))
                : pages.dead(Templates.deadLinkAgain()));
    }

    @Operation(hidden = true)
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response act(@Nullable String form, @Context HttpServerRequest http) {
        return pages.pressed(form, http, verifications::use, Templates.verifyEmailDone(), Templates.deadLinkAgain());
    }
}
