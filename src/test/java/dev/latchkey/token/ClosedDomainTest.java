package dev.latchkey.token;

import static dev.latchkey.token.ForgedToken.quote;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Requirement;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.key.SigningKeys;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code HS256}: one secret for all, and no key to publish. */
@QuarkusTest
@TestProfile(ClosedDomainTest.SharedSecret.class)
@Requirement({"A-09", "A-10", "K-01"})
class ClosedDomainTest {

    public static final class SharedSecret implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            byte[] secret = new byte[32];
            secret[0] = 1;
            return Map.of(
                    "latchkey.token.algorithm",
                    "HS256",
                    "latchkey.token.secret",
                    Base64.getEncoder().encodeToString(secret));
        }
    }

    @Inject
    SigningKeys keys;

    @Inject
    AccessTokenVerifier verifier;

    @Test
    @DisplayName("tokens are signed, accepted and refreshed, and the JWKS is empty")
    void theMainJobWorks() {
        Tokens tokens = TestUsers.user().withRole("admin").create().signIn().refreshed();
        assertThat(tokens.callStatus()).isEqualTo(200);
        String header = tokens.access().substring(0, tokens.access().indexOf('.'));
        assertThat(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8))
                .contains("\"alg\":\"HS256\"");
        assertThat(given().get("/.well-known/jwks.json").asString()).isEqualTo("{\"keys\":[]}");
        String admin = tokens.access();
        assertThat(given().auth().oauth2(admin).get("/admin/keys").asString())
                .isEqualTo("{\"keys\":[],\"more\":false}");
        assertThat(given().auth()
                        .oauth2(admin)
                        .contentType(ContentType.JSON)
                        .body("{}")
                        .post("/admin/keys/rotate")
                        .statusCode())
                .isEqualTo(400);
        assertThat(given().auth()
                        .oauth2(admin)
                        .post("/admin/keys/" + keys.signing().kid() + "/withdraw")
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "RS256", "ES256", "HS384", "HS512", "hs256"})
    void headerNeverChooses(String algorithm) {
        assertThatThrownBy(() -> verifier.verify(
                        ForgedToken.good().header("alg", quote(algorithm)).sign()))
                .hasMessage("not the algorithm of this key");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 31, 33})
    @Requirement("A-15")
    void shortenedSignatureIsRefused(int length) {
        String token =
                ForgedToken.good().signature(s -> Arrays.copyOf(s, length)).sign();
        assertThatThrownBy(() -> verifier.verify(token)).hasMessage("wrong signature");
    }
}
