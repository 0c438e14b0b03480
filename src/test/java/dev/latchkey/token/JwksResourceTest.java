package dev.latchkey.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.latchkey.Requirement;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@Requirement({"K-02", "K-03"})
@QuarkusTest
class JwksResourceTest {

    private static final String PATH = "/.well-known/jwks.json";

    @Test
    void getIsCacheableAndReadableByAnybody() {
        Response response = given().get(PATH);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).isEqualTo("application/jwk-set+json");
        assertThat(response.header("Cache-Control")).isEqualTo("public, max-age=300");
        assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(response.header("ETag")).matches("\"[\\w-]{43}\"");
    }

    @Test
    void getWhenTheEtagIsKnownThenNotModified() {
        String etag = given().get(PATH).header("ETag");

        Response same = given().header("If-None-Match", etag).get(PATH);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.header("ETag")).isEqualTo(etag);
        assertThat(same.asString()).isEmpty();
        assertThat(given().header("If-None-Match", "\"other\"").get(PATH).statusCode())
                .isEqualTo(200);
    }

    @Test
    void otherMethodsAndTypes() {
        assertThat(given().head(PATH).statusCode()).isEqualTo(200);
        assertThat(given().accept("application/json").get(PATH).statusCode()).isEqualTo(200);
        assertThat(given().accept("*/*").get(PATH).contentType()).isEqualTo("application/jwk-set+json");
        assertThat(given().post(PATH).statusCode()).isEqualTo(405);
        assertThat(given().delete(PATH).statusCode()).isEqualTo(405);
    }

    @Test
    void getWithABadTokenStillAnswers() {
        assertThat(given().auth().oauth2("bad").get(PATH).statusCode()).isEqualTo(200);
    }

    /** Another implementation, which has nothing but what we publish. */
    @Test
    void anotherImplementationVerifiesOurTokens() throws Exception {
        JWKSet keys = JWKSet.parse(given().get(PATH).asString());
        SignedJWT token = SignedJWT.parse(TestTokens.user().issue());
        JWK key = keys.getKeyByKeyId(token.getHeader().getKeyID());

        assertThat(key.computeThumbprint()).hasToString(key.getKeyID());
        assertThat(key.isPrivate()).isFalse();
        assertThat(key.getKeyUse()).hasToString("sig");
        assertThat(key.getAlgorithm()).isEqualTo(token.getHeader().getAlgorithm());
        assertThat(token.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
        assertThat(token.getHeader().getType()).hasToString("at+jwt");
        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("http://localhost:8080");
    }
}
