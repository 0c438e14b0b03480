package dev.latchkey.oauth;

import dev.latchkey.client.RegisteredClient;
import dev.latchkey.oauth.OAuthErrorMapper.OAuthErrors;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Token introspection (RFC 7662), for registered clients. */
@Path("/oauth2/introspect")
@Tag(name = "OAuth 2.0")
@PermitAll
@OAuthErrors
@Produces(MediaType.APPLICATION_JSON)
class IntrospectionResource {

    private final ClientAuthentication authentication;
    private final Introspections introspections;

    IntrospectionResource(ClientAuthentication authentication, Introspections introspections) {
        this.authentication = authentication;
        this.introspections = introspections;
    }

    @Operation(summary = "Whether a token is good (RFC 7662)")
    @Extension(name = "x-oauth-errors", value = "invalid_request,invalid_client")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_FORM_URLENCODED,
                            schema = @Schema(type = SchemaType.OBJECT),
                            examples =
                                    @ExampleObject(
                                            name = "client_secret_post",
                                            value = "token=eyJ…&client_id=billing&client_secret=lkc_…")))
    @POST
    public IntrospectionReply introspect(byte[] body, @Context HttpHeaders headers, @Context HttpServerRequest http) {
        FormBody form = FormBody.of(headers.getHeaderString(HttpHeaders.CONTENT_TYPE), body);
        RegisteredClient client = authentication.require(form, http);
        return introspections.introspect(form.require("token"), client);
    }
}
