package dev.latchkey.oauth;

import dev.latchkey.client.GrantType;
import dev.latchkey.identity.PublicUrl;
import dev.latchkey.token.TokenNames;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a client needs to know to use this server (RFC 8414), and only what works. */
@Path("/.well-known/oauth-authorization-server")
@Tag(name = "OAuth 2.0")
class MetadataResource {

    private static final List<String> AUTHENTICATION_METHODS = List.of("client_secret_basic", "client_secret_post");

    private final Metadata metadata;

    MetadataResource(TokenNames names, PublicUrl publicUrl) {
        String url = publicUrl.url();
        this.metadata = new Metadata(
                names.issuer(),
                url + "/.well-known/jwks.json",
                url + "/oauth2/token",
                url + "/oauth2/introspect",
                url + "/oauth2/revoke",
                Stream.of(GrantType.values()).map(GrantType::code).toList(),
                List.of(),
                AUTHENTICATION_METHODS,
                AUTHENTICATION_METHODS,
                AUTHENTICATION_METHODS);
    }

    /** @param responseTypesSupported required by the RFC, and none as long as there is no authorization endpoint */
    record Metadata(
            @Schema(examples = "https://auth.example.com") String issuer,

            @Schema(examples = "https://auth.example.com/.well-known/jwks.json")
            String jwksUri,

            @Schema(examples = "https://auth.example.com/oauth2/token")
            String tokenEndpoint,

            @Schema(examples = "https://auth.example.com/oauth2/introspect")
            String introspectionEndpoint,

            @Schema(examples = "https://auth.example.com/oauth2/revoke")
            String revocationEndpoint,

            @Schema(examples = "[\"client_credentials\"]") List<String> grantTypesSupported,
            @Schema(examples = "[]") List<String> responseTypesSupported,

            @Schema(examples = "[\"client_secret_basic\",\"client_secret_post\"]")
            List<String> tokenEndpointAuthMethodsSupported,

            @Schema(examples = "[\"client_secret_basic\",\"client_secret_post\"]")
            List<String> introspectionEndpointAuthMethodsSupported,

            @Schema(examples = "[\"client_secret_basic\",\"client_secret_post\"]")
            List<String> revocationEndpointAuthMethodsSupported) {}

    @Operation(summary = "Metadata of the authorization server (RFC 8414)")
    @GET
    @PermitAll
    @NonBlocking
    @Produces(MediaType.APPLICATION_JSON)
    public Metadata metadata() {
        return metadata;
    }
}
