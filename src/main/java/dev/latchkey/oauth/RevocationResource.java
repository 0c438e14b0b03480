package dev.latchkey.oauth;

import dev.latchkey.client.RegisteredClient;
import dev.latchkey.oauth.OAuthErrorMapper.OAuthErrors;
import dev.latchkey.token.AccessTokenVerifier;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Token revocation (RFC 7009), for registered clients. */
@Path("/oauth2/revoke")
@Tag(name = "OAuth 2.0")
@PermitAll
@OAuthErrors
class RevocationResource {

    private final ClientAuthentication authentication;
    private final TokenRevocations revocations;
    private final AccessTokenVerifier accessTokens;

    RevocationResource(
            ClientAuthentication authentication, TokenRevocations revocations, AccessTokenVerifier accessTokens) {
        this.authentication = authentication;
        this.revocations = revocations;
        this.accessTokens = accessTokens;
    }

    @Operation(summary = "Make a token worthless (RFC 7009); 200 also for one that is so already")
    @Extension(name = "x-oauth-errors", value = "invalid_request,invalid_client,unauthorized_client")
    @APIResponse(responseCode = "200", description = "The token is worthless")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_FORM_URLENCODED,
                            schema = @Schema(type = SchemaType.OBJECT),
                            examples =
                                    @ExampleObject(
                                            name = "client_secret_post",
                                            value = "token=lkr_…&client_id=billing&client_secret=lkc_…")))
    @POST
    public Response revoke(byte[] body, @Context HttpHeaders headers, @Context HttpServerRequest http) {
        FormBody form = FormBody.of(headers.getHeaderString(HttpHeaders.CONTENT_TYPE), body);
        RegisteredClient client = authentication.require(form, http);
        String token = form.require("token");
        // before its transaction begins
        accessTokens.awaitKey(token);
        revocations.revoke(token, client);
        return Response.ok().build();
    }
}
