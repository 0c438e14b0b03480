package dev.latchkey.page;

import dev.latchkey.signin.NotMeLinks;
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
 * ends every session. The token is the authority, so a form of another site, which has none, achieves nothing.
 */
@Path(NotMeLinks.PATH)
@PermitAll
class NotMeResource {

    private final NotMeLinks links;
    private final Pages pages;

    NotMeResource(NotMeLinks links, Pages pages) {
        this.links = links;
        this.pages = pages;
    }

    @Operation(hidden = true)
    @GET
    public Response ask(@QueryParam("token") @Nullable String token) {
        return pages.orLater(() -> token != null && links.isUsable(token)
                ? pages.of(200, Templates.notMe(token))
                : pages.dead(Templates.deadLink()));
    }

    @Operation(hidden = true)
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response act(@Nullable String form, @Context HttpServerRequest http) {
        return pages.pressed(form, http, links::use, Templates.notMeDone(), Templates.deadLink());
    }
}
