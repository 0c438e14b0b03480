package dev.latchkey.token;

import dev.latchkey.key.SigningKeys;
import dev.latchkey.key.VerificationKey;
import dev.latchkey.support.Sha256;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Publishes the public keys (RFC 7517 §5, standards K-02, K-03). */
@Path("/.well-known/jwks.json")
@Tag(name = "Keys")
class JwksResource {

    private static final String MEDIA_TYPE = "application/jwk-set+json";

    private static final String EXAMPLE = """
            {"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":"J1FwJP87C6-QN_WSIOmJAQc6n5CQ_bZdaFJ5GDnW1Rk",\
            "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}
            """;

    private final SigningKeys signingKeys;
    private volatile @Nullable KeySet current;

    JwksResource(SigningKeys signingKeys) {
        this.signingKeys = signingKeys;
    }

    @Operation(summary = "The public keys (RFC 7517)")
    @APIResponse(
            responseCode = "200",
            description = "The keys",
            content = @Content(mediaType = MEDIA_TYPE, examples = @ExampleObject(name = "one key", value = EXAMPLE)))
    @GET
    @PermitAll
    @NonBlocking
    @Produces({MEDIA_TYPE, MediaType.APPLICATION_JSON})
    public Response keys(@Context Request request) {
        KeySet keySet = keySet();
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(keySet.etag);
        return (unchanged != null ? unchanged : Response.ok(keySet.json))
                .type(MEDIA_TYPE)
                .tag(keySet.etag)
                .header(
                        HttpHeaders.CACHE_CONTROL,
                        "public, max-age=" + signingKeys.cacheableFor().toSeconds())
                .build();
    }

    private KeySet keySet() {
        List<VerificationKey> published = signingKeys.published();
        KeySet known = current;
        if (known == null || known.keys != published) {
            known = KeySet.of(published);
            current = known;
        }
        return known;
    }

    /** The reply, made once for each state of the key ring. */
    private static final class KeySet {

        private final List<VerificationKey> keys;
        private final byte[] json;
        private final EntityTag etag;

        private KeySet(List<VerificationKey> keys, byte[] json, EntityTag etag) {
            this.keys = keys;
            this.json = json;
            this.etag = etag;
        }

        static KeySet of(List<VerificationKey> keys) {
            byte[] json = keys.stream()
                    .map(VerificationKey::publicJwk)
                    .collect(Collectors.joining(",", "{\"keys\":[", "]}"))
                    .getBytes(StandardCharsets.UTF_8);
            return new KeySet(keys, json, new EntityTag(digest(json)));
        }

        private static String digest(byte[] bytes) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(bytes));
        }
    }
}
