package dev.latchkey.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.PublicVector;
import dev.latchkey.Requirement;
import dev.latchkey.support.ConfigReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The third opinion beside our own signatures and other libraries': what the RFCs say is a signature, to the bit. */
class PublicVectorsTest {

    @ParameterizedTest
    @MethodSource("dev.latchkey.PublicVector#ofOurAlgorithms")
    @Requirement("A-15")
    void signatureIsGoodAndNoBitOfItCanChange(PublicVector vector) throws JoseException {
        byte[] message = vector.signingInput().getBytes(StandardCharsets.US_ASCII);
        byte[] signature = Base64.getUrlDecoder().decode(vector.signature());
        for (Signatures computing : List.of(TestSignatures.CHOSEN, TestSignatures.JAVA, TestSignatures.JDK)) {
            check(key(vector, computing), message, signature);
        }
    }

    private static void check(VerificationKey key, byte[] message, byte[] signature) {
        assertThat(key.verifies(message, signature)).isTrue();
        for (int bit = 0; bit < signature.length * 8; bit++) {
            assertThat(key.verifies(message, flipped(signature, bit))).isFalse();
        }
        for (int bit = 0; bit < message.length * 8; bit += 61) {
            assertThat(key.verifies(flipped(message, bit), signature)).isFalse();
        }
    }

    private static VerificationKey key(PublicVector vector, Signatures computing) throws JoseException {
        KeyAlgorithm algorithm = KeyAlgorithm.valueOf(vector.algorithm());
        if (algorithm != KeyAlgorithm.HS256) {
            return new KeyMaterial(computing)
                    .describe(
                            algorithm,
                            PublicJsonWebKey.Factory.newPublicJwk(vector.key()).getPublicKey());
        }
        byte[] secret = Base64.getUrlDecoder().decode(vector.key());
        Map<String, String> settings = Map.of(
                "latchkey.token.algorithm",
                "HS256",
                "latchkey.token.secret",
                Base64.getEncoder().encodeToString(secret));
        return SharedSecret.read(
                        ConfigReader.read(KeyConfig.class, settings), ConfigReader.read(KeyRingConfig.class, Map.of()))
                .orElseThrow()
                .verificationKey();
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }
}
