package dev.latchkey.oauth;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.latchkey.client.RegisteredClient;
import dev.latchkey.identity.ClientAddress;
import dev.latchkey.oauth.OAuthErrorMapper.OAuthErrors;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The token endpoint (RFC 6749 §3.2), for clients. */
@Path("/oauth2/token")
@Tag(name = "OAuth 2.0")
@PermitAll
@OAuthErrors
@Produces(MediaType.APPLICATION_JSON)
class TokenResource {

    private final ClientAuthentication authentication;
    private final ClientCredentials credentials;
    private final ClientAddress address;

    TokenResource(ClientAuthentication authentication, ClientCredentials credentials, ClientAddress address) {
        this.authentication = authentication;
        this.credentials = credentials;
        this.address = address;
    }

    /** RFC 6749 §5.1. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TokenReply(
            @Schema(
                    examples =
                            "eyJhbGciOiJFUzI1NiIsImtpZCI6IuKApiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiLigKYifQ.c2lnbmF0dXJl")
            String accessToken,

            @Schema(examples = "Bearer") String tokenType,
            @Schema(examples = "900") long expiresIn,
            @Schema(examples = "read") @Nullable String scope) {

        @Override
        public String toString() {
            return "TokenReply";
        }
    }

    @Operation(summary = "A token for a client (RFC 6749, client_credentials)")
    @Extension(
            name = "x-oauth-errors",
            value = "invalid_request,invalid_client,invalid_scope,unauthorized_client,unsupported_grant_type")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_FORM_URLENCODED,
                            schema = @Schema(type = SchemaType.OBJECT),
                            examples =
                                    @ExampleObject(
                                            name = "client_secret_post",
                                            value =
                                                    "grant_type=client_credentials&scope=read&client_id=billing&client_secret=lkc_…")))
    @POST
    public TokenReply token(byte[] body, @Context HttpHeaders headers, @Context HttpServerRequest http) {
        FormBody form = FormBody.of(headers.getHeaderString(HttpHeaders.CONTENT_TYPE), body);
        RegisteredClient client = authentication.requireNow(form, http);
        if (!form.require("grant_type").equals("client_credentials")) {
            throw new OAuthException(OAuthException.UNSUPPORTED_GRANT_TYPE, "There is client_credentials only.");
        }
        ClientCredentials.Granted granted = credentials.grant(client, form.find("scope"), address.of(http));
        List<String> scope = granted.scope();
        return new TokenReply(
                granted.token().value(),
                "Bearer",
                granted.expiresIn(),
                scope.isEmpty() ? null : String.join(" ", scope));
    }
}
