package dev.latchkey.page;

import dev.latchkey.identity.ClientAddress;
import dev.latchkey.signin.NotMeLinks;
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
 * Where the link "this was not me" leads. Opening it only shows a button, because mail filters open links too; pressing the button
 * ends every session. A link that cannot be used is told the same way whatever is the matter with it. The token is the authority, so
 * a form of another site, which has none, achieves nothing.
 */
@Path(NotMeLinks.PATH)
@PermitAll
class NotMeResource {

    private final NotMeLinks links;
    private final SourceLimits limits;
    private final ClientAddress clientAddress;
    private final Template question;
    private final Template done;
    private final Template deadLink;

    NotMeResource(
            NotMeLinks links,
            SourceLimits limits,
            ClientAddress clientAddress,
            @Location("page/not-me.html") Template question,
            @Location("page/not-me-done.html") Template done,
            @Location("page/dead-link.html") Template deadLink) {
        this.links = links;
        this.limits = limits;
        this.clientAddress = clientAddress;
        this.question = question;
        this.done = done;
        this.deadLink = deadLink;
    }

    @Operation(hidden = true)
    @GET
    public Response ask(@QueryParam("token") @Nullable String token) {
        return links.isUsable(token) ? Page.of(200, question.data("token", token)) : dead();
    }

    @Operation(hidden = true)
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response act(@Nullable String form, @Context HttpServerRequest http) {
        String token = FormFields.field(form, "token").orElse(null);
        String ip = clientAddress.of(http);
        if (links.use(token, ip)) {
            return Page.of(200, done.instance());
        }
        limits.spend(SourceLimits.Call.LINK, ip);
        return dead();
    }

    private Response dead() {
        return Page.of(400, deadLink.instance());
    }
}
