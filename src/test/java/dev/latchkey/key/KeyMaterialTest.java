package dev.latchkey.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Requirement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.Test;

class KeyMaterialTest {

    private final KeyMaterial material = new KeyMaterial(TestSignatures.CHOSEN);
    private final SigningKey key = TestKeys.make(KeyAlgorithm.ES256);
    private final VerificationKey publicKey = key.verificationKey();

    /** RFC 7638 §3: the required members in lexicographic order, without white space. */
    @Requirement("K-02")
    @Test
    void generateNamesTheKeyByItsThumbprint() throws Exception {
        Map<String, Object> jwk = JsonUtil.parseJson(publicKey.publicJwk());
        String canonical =
                "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + jwk.get("x") + "\",\"y\":\"" + jwk.get("y") + "\"}";
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));

        assertThat(key.kid()).isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    }

    /** Nothing private. */
    @Requirement("K-02")
    @Test
    void generateDescribesPublicMembersOnly() throws Exception {
        assertThat(JsonUtil.parseJson(publicKey.publicJwk()))
                .containsOnlyKeys("kty", "crv", "x", "y", "kid", "use", "alg")
                .containsEntry("kty", "EC")
                .containsEntry("use", "sig")
                .containsEntry("alg", "ES256")
                .containsEntry("kid", key.kid());
    }

    @Test
    void generateMakesAnotherKeyEachTime() {
        assertThat(TestKeys.make(KeyAlgorithm.ES256).kid()).isNotEqualTo(key.kid());
    }

    @Test
    void parseGivesTheSameKeyBack() throws Exception {
        VerificationKey parsed = material.parsePublic(key.kid(), KeyAlgorithm.ES256, publicKey.publicJwk());
        SigningKey signer = material.signingKey(parsed, KeyMaterial.parsePrivate(KeyAlgorithm.ES256, key.pkcs8()));

        assertThat(publicKey.verifies(new byte[] {1}, signer.sign(new byte[] {1})))
                .isTrue();
        assertThat(publicKey.verifies(new byte[] {2}, signer.sign(new byte[] {1})))
                .isFalse();
    }

    @Test
    void parsePublicWhenTheRowWasChangedThenThrows() {
        SigningKey other = TestKeys.make(KeyAlgorithm.ES256);

        assertThatThrownBy(() -> material.parsePublic(
                        key.kid(), KeyAlgorithm.ES256, other.verificationKey().publicJwk()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(key.kid());
    }

    @Requirement("K-08")
    @Test
    void toStringShowsTheKidOnly() {
        assertThat(key).hasToString("SigningKey " + key.kid());
        assertThat(publicKey).hasToString("VerificationKey " + key.kid());
    }
}
