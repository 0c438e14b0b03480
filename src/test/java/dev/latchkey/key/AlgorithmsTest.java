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
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.util.BigIntegers;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every algorithm with a key pair must do, whoever computes. Nimbus and the platform's providers are the second opinion. */
class AlgorithmsTest {

    private static final BigInteger ED25519_ORDER =
            BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final List<String> SMALL_POINTS = List.of(
            "0100000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000080",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000080",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");

    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @MethodSource("dev.latchkey.key.TestSignatures#withAlgorithms")
    @Requirement({"K-02", "K-11"})
    void anotherImplementationVerifiesByTheJwkAlone(Signatures signatures, KeyAlgorithm algorithm) throws Exception {
        SigningKey key = TestKeys.make(algorithm, signatures);
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
    @MethodSource("dev.latchkey.key.TestSignatures#withAlgorithms")
    @Requirement("A-15")
    void verifiesItsOwnSignatureInOneFormOnly(Signatures signatures, KeyAlgorithm algorithm) {
        SigningKey key = TestKeys.make(algorithm, signatures);
        VerificationKey check = key.verificationKey();
        byte[] signature = key.sign(MESSAGE);
        int length = signature.length;
        assertThat(check.verifies(MESSAGE, signature)).isTrue();
        assertThat(check.verifies(new byte[0], signature)).isFalse();
        assertThat(TestKeys.make(algorithm, signatures).verificationKey().verifies(MESSAGE, signature))
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
    @MethodSource("dev.latchkey.key.TestSignatures#withAlgorithms")
    void parseGivesTheSameKeyBack(Signatures signatures, KeyAlgorithm algorithm) throws GeneralSecurityException {
        SigningKey key = TestKeys.make(algorithm, signatures);
        KeyMaterial material = new KeyMaterial(signatures);
        VerificationKey parsed =
                material.parsePublic(key.kid(), algorithm, key.verificationKey().publicJwk());
        SigningKey signer = material.signingKey(parsed, KeyMaterial.parsePrivate(algorithm, key.pkcs8()));
        assertThat(key.verificationKey().verifies(MESSAGE, signer.sign(MESSAGE)))
                .isTrue();
        assertThat(parsed.verifies(MESSAGE, key.sign(MESSAGE))).isTrue();
    }

    /** Nodes of one cluster may have chosen differently. */
    @ParameterizedTest
    @MethodSource("dev.latchkey.key.TestSignatures#inPairs")
    @Requirement("K-11")
    void whatOneSignsAnotherVerifies(Signatures one, Signatures other, KeyAlgorithm algorithm)
            throws GeneralSecurityException {
        SigningKey key = TestKeys.make(algorithm, one);
        VerificationKey there = new KeyMaterial(other)
                .parsePublic(key.kid(), algorithm, key.verificationKey().publicJwk());
        byte[] signature = key.sign(MESSAGE);
        assertThat(there.verifies(MESSAGE, signature)).isTrue();
        signature[signature.length - 1] ^= 1;
        assertThat(there.verifies(MESSAGE, signature)).isFalse();
    }

    /** RFC 8017 §5.2.2: not below the modulus is out of range, however the provider says so. */
    @ParameterizedTest
    @MethodSource("dev.latchkey.key.TestSignatures#all")
    @Requirement("A-15")
    void rsaWhenNotBelowTheModulusThenFalse(Signatures signatures) throws Exception {
        for (KeyAlgorithm algorithm : List.of(KeyAlgorithm.RS256, KeyAlgorithm.PS256)) {
            SigningKey key = TestKeys.make(algorithm, signatures);
            BigInteger modulus = JWK.parse(key.verificationKey().publicJwk())
                    .toRSAKey()
                    .getModulus()
                    .decodeToBigInteger();
            BigInteger shifted = new BigInteger(1, key.sign(MESSAGE)).add(modulus);
            for (BigInteger value :
                    List.of(modulus, modulus.add(BigInteger.ONE), modulus.subtract(BigInteger.ONE), shifted)) {
                byte[] bytes = BigIntegers.asUnsignedByteArray(value);
                assertThat(key.verificationKey().verifies(MESSAGE, bytes)).isFalse();
            }
        }
    }

    /** RFC 8032 §5.1.7: S at or above the order would be another spelling of the same signature. */
    @ParameterizedTest
    @MethodSource("dev.latchkey.key.TestSignatures#all")
    @Requirement("A-15")
    void ed25519WhenNotBelowTheOrderThenFalse(Signatures signatures) {
        SigningKey key = TestKeys.make(KeyAlgorithm.EdDSA, signatures);
        byte[] signature = key.sign(MESSAGE);
        byte[] bigEndian = reversed(Arrays.copyOfRange(signature, 32, 64));
        BigInteger s = new BigInteger(1, bigEndian);
        for (int times = 1; times <= 15; times++) {
            BigInteger other = s.add(ED25519_ORDER.multiply(BigInteger.valueOf(times)));
            byte[] spelt = signature.clone();
            System.arraycopy(reversed(BigIntegers.asUnsignedByteArray(32, other)), 0, spelt, 32, 32);
            assertThat(key.verificationKey().verifies(MESSAGE, spelt)).isFalse();
        }
    }

    /** The points of small order, and spellings of them with a coordinate that is not below the prime, with S of zero. */
    @ParameterizedTest
    @MethodSource("dev.latchkey.key.TestSignatures#all")
    @Requirement("A-15")
    void ed25519WhenRIsOfSmallOrderThenFalse(Signatures signatures) {
        VerificationKey key = TestKeys.make(KeyAlgorithm.EdDSA, signatures).verificationKey();
        for (String point : SMALL_POINTS) {
            byte[] signature = Arrays.copyOf(HexFormat.of().parseHex(point), 64);
            assertThat(key.verifies(MESSAGE, signature)).isFalse();
        }
    }

    private static byte[] reversed(byte[] bytes) {
        return org.bouncycastle.util.Arrays.reverse(bytes);
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
