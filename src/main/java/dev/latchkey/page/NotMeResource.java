package dev.latchkey.page;

import dev.latchkey.identity.ClientAddress;
import dev.latchkey.signin.NotMeLinks;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    private static final Pattern FIELDS = Pattern.compile("&");
    private static final String TOKEN_FIELD = "token=";

    private final NotMeLinks links;
    private final ClientAddress clientAddress;
    private final Template question;
    private final Template done;
    private final Template deadLink;

    NotMeResource(
            NotMeLinks links,
            ClientAddress clientAddress,
            @Location("page/not-me.html") Template question,
            @Location("page/not-me-done.html") Template done,
            @Location("page/dead-link.html") Template deadLink) {
        this.links = links;
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
        return links.use(token(form), clientAddress.of(http)) ? Page.of(200, done.instance()) : dead();
    }

    /** Needs no decoding: a browser sends the characters of a token as they are. */
    private static @Nullable String token(@Nullable String form) {
        return Stream.of(form == null ? "" : form)
                .flatMap(FIELDS::splitAsStream)
                .filter(field -> field.startsWith(TOKEN_FIELD))
                .map(field -> field.substring(TOKEN_FIELD.length()))
                .findFirst()
                .orElse(null);
    }

    private Response dead() {
        return Page.of(400, deadLink.instance());
    }
}
