package dev.latchkey.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import dev.latchkey.Requirement;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every algorithm with a key pair must do. Nimbus and the platform's providers are the second opinion. */
class AlgorithmsTest {

    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @EnumSource(value = KeyAlgorithm.class, mode = EnumSource.Mode.EXCLUDE, names = "HS256")
    @Requirement({"K-02", "K-11"})
    void anotherImplementationVerifiesByTheJwkAlone(KeyAlgorithm algorithm) throws Exception {
        SigningKey key = TestKeys.make(algorithm);
        byte[] signature = key.sign(MESSAGE);
        JWK jwk = JWK.parse(key.verificationKey().publicJwk());
        assertThat(jwk.isPrivate()).isFalse();
        assertThat(jwk.computeThumbprint()).hasToString(key.kid());
        assertThat(jwk.getKeyID()).isEqualTo(key.kid());
        assertThat(jwk.getKeyUse()).hasToString("sig");
        assertThat(jwk.getAlgorithm()).hasToString(algorithm.name());
        assertThat(verifiesElsewhere(algorithm, jwk, signature)).isTrue();
        signature[5] ^= 1;
        assertThat(verifiesElsewhere(algorithm, jwk, signature)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = KeyAlgorithm.class, mode = EnumSource.Mode.EXCLUDE, names = "HS256")
    @Requirement("A-15")
    void verifiesItsOwnSignatureInOneFormOnly(KeyAlgorithm algorithm) {
        SigningKey key = TestKeys.make(algorithm);
        VerificationKey check = key.verificationKey();
        byte[] signature = key.sign(MESSAGE);
        int length = signature.length;
        assertThat(check.verifies(MESSAGE, signature)).isTrue();
        assertThat(check.verifies(new byte[0], signature)).isFalse();
        assertThat(TestKeys.make(algorithm).verificationKey().verifies(MESSAGE, signature))
                .isFalse();
        for (int wrong : new int[] {0, 1, 32, 63, length - 1, length + 1, 2 * length}) {
            assertThat(check.verifies(MESSAGE, Arrays.copyOf(signature, wrong))).isFalse();
        }
        byte[] zeroBefore = new byte[length + 1];
        System.arraycopy(signature, 0, zeroBefore, 1, length);
        assertThat(check.verifies(MESSAGE, zeroBefore)).isFalse();
        byte[] ones = new byte[length];
        Arrays.fill(ones, (byte) 0xff);
        assertThat(check.verifies(MESSAGE, ones)).isFalse();
        assertThat(check.verifies(MESSAGE, new byte[length])).isFalse();
        for (int i = 0; i < length; i += 7) {
            byte[] changed = signature.clone();
            changed[i] ^= 1;
            assertThat(check.verifies(MESSAGE, changed)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(value = KeyAlgorithm.class, mode = EnumSource.Mode.EXCLUDE, names = "HS256")
    void parseGivesTheSameKeyBack(KeyAlgorithm algorithm) throws GeneralSecurityException {
        SigningKey key = TestKeys.make(algorithm);
        VerificationKey parsed = KeyMaterial.parsePublic(
                key.kid(), algorithm, key.verificationKey().publicJwk());
        SigningKey signer = new SigningKey(parsed, KeyMaterial.parsePrivate(algorithm, key.pkcs8()));
        assertThat(key.verificationKey().verifies(MESSAGE, signer.sign(MESSAGE)))
                .isTrue();
        assertThat(parsed.verifies(MESSAGE, key.sign(MESSAGE))).isTrue();
    }

    private static boolean verifiesElsewhere(KeyAlgorithm algorithm, JWK jwk, byte[] signature) throws Exception {
        if (algorithm == KeyAlgorithm.EdDSA) {
            // Nimbus has it only with another library
            Signature platform = Signature.getInstance("Ed25519");
            platform.initVerify(
                    PublicJsonWebKey.Factory.newPublicJwk(jwk.toJSONString()).getPublicKey());
            platform.update(MESSAGE);
            try {
                return platform.verify(signature);
            } catch (SignatureException e) {
                return false;
            }
        }
        JWSVerifier verifier =
                algorithm == KeyAlgorithm.ES256 ? new ECDSAVerifier(jwk.toECKey()) : new RSASSAVerifier(jwk.toRSAKey());
        return verifier.verify(
                new JWSHeader(JWSAlgorithm.parse(algorithm.name())), MESSAGE, Base64URL.encode(signature));
    }
}
