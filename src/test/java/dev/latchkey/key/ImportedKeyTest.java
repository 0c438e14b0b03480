package dev.latchkey.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Requirement;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateKeySpec;
import java.util.Base64;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportedKeyTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(value = KeyAlgorithm.class, mode = EnumSource.Mode.EXCLUDE, names = "HS256")
    void readFromPemThenTheSameKey(KeyAlgorithm algorithm) throws IOException {
        SigningKey key = TestKeys.make(algorithm);
        assertSame(key, read(write(pem(key.pkcs8())), algorithm));
    }

    @ParameterizedTest
    @EnumSource(value = KeyAlgorithm.class, mode = EnumSource.Mode.EXCLUDE, names = "HS256")
    void readFromAJwkThenTheSameKey(KeyAlgorithm algorithm) throws Exception {
        SigningKey key = TestKeys.make(algorithm);
        PublicJsonWebKey jwk =
                PublicJsonWebKey.Factory.newPublicJwk(key.verificationKey().publicJwk());
        jwk.setPrivateKey(KeyMaterial.parsePrivate(algorithm, key.pkcs8()));
        jwk.setKeyId("called otherwise there");
        Path file = write(jwk.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
        assertSame(key, read(file, KeyAlgorithm.ES256));
    }

    @Test
    void readWhenRsaSaysNothingThenRs256OrWhatIsConfigured() throws IOException {
        Path file = write(pem(TestKeys.make(KeyAlgorithm.RS256).pkcs8()));
        assertThat(read(file, KeyAlgorithm.PS256).algorithm()).isEqualTo(KeyAlgorithm.PS256);
        assertThat(read(file, KeyAlgorithm.ES256).algorithm()).isEqualTo(KeyAlgorithm.RS256);
    }

    @Test
    @Requirement("K-01")
    void readWhenWeakThenNamesTheSettingAndTheReason() throws Exception {
        assertRefused(pem(pair("RSA", 1024).getPrivate().getEncoded()), "1024 bits");
        assertRefused(pem(pair("EC", 384).getPrivate().getEncoded()), "another curve than P-256");
        PublicJsonWebKey jwk =
                PublicJsonWebKey.Factory.newPublicJwk(pair("RSA", 1024).getPublic());
        assertRefused(jwk.toJson(), "no private part");
    }

    @Test
    @Requirement("K-01")
    void readWhenTheExponentIsSmallThenRefusesInEitherForm() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(new RSAKeyGenParameterSpec(2048, BigInteger.valueOf(3)));
        KeyPair pair = generator.generateKeyPair();
        PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
        jwk.setPrivateKey(pair.getPrivate());

        assertRefused(jwk.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE), "the public exponent 3");
        assertRefused(pem(pair.getPrivate().getEncoded()), "the public exponent 3");
        // 1, which is none
        String trivial =
                jwk.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE).replace("\"e\":\"Aw\"", "\"e\":\"AQ\"");
        assertRefused(trivial, "latchkey.key.import-file");
    }

    @Test
    void readWhenTheHalvesAreOfTwoKeysThenRefuses() throws Exception {
        PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(
                TestKeys.make(KeyAlgorithm.ES256).verificationKey().publicJwk());
        jwk.setPrivateKey(KeyMaterial.parsePrivate(
                KeyAlgorithm.ES256, TestKeys.make(KeyAlgorithm.ES256).pkcs8()));
        assertRefused(jwk.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE), "do not belong together");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n=\n-----END PRIVATE KEY-----"
            })
    void readWhenSomethingElseThenNamesTheSetting(String text) throws IOException {
        assertRefused(text, "latchkey.key.import-file");
    }

    @Test
    void readWhenThereIsNoFileThenNamesTheSetting() {
        assertThatThrownBy(() -> read(directory.resolve("none"), KeyAlgorithm.ES256))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("latchkey.key.import-file cannot be read");
    }

    /** RFC 7518 §6.3.2: the primes may be left out. */
    @ParameterizedTest
    @MethodSource("dev.latchkey.key.TestSignatures#all")
    void readWhenRsaComesWithoutItsPrimesThenSigns(Signatures signatures) throws Exception {
        KeyPair pair = pair("RSA", 2048);
        RSAPrivateKey secret = (RSAPrivateKey) pair.getPrivate();
        PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
        jwk.setPrivateKey(KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateKeySpec(secret.getModulus(), secret.getPrivateExponent())));
        Path file = write(jwk.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
        KeyMaterial material = new KeyMaterial(signatures);
        SigningKey key = ImportedKey.read(file, KeyAlgorithm.PS256, material);
        SigningKey stored =
                material.signingKey(key.verificationKey(), KeyMaterial.parsePrivate(KeyAlgorithm.PS256, key.pkcs8()));
        assertSame(key, stored);
    }

    @ParameterizedTest
    @MethodSource("dev.latchkey.key.TestSignatures#all")
    void readWhenThePointIsNotOnTheCurveThenRefuses(Signatures signatures) throws Exception {
        ECPublicKey point = (ECPublicKey) pair("EC", 256).getPublic();
        ECPoint off =
                new ECPoint(point.getW().getAffineX(), point.getW().getAffineY().xor(BigInteger.ONE));
        PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(
                KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(off, point.getParams())));
        jwk.setPrivateKey(KeyMaterial.parsePrivate(
                KeyAlgorithm.ES256, TestKeys.make(KeyAlgorithm.ES256).pkcs8()));
        Path file = write(jwk.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
        assertThatThrownBy(() -> ImportedKey.read(file, KeyAlgorithm.ES256, new KeyMaterial(signatures)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("latchkey.key.import-file");
    }

    private static SigningKey read(Path file, KeyAlgorithm preferred) {
        return ImportedKey.read(file, preferred, new KeyMaterial(TestSignatures.CHOSEN));
    }

    private void assertRefused(String text, String why) throws IOException {
        Path file = write(text);
        assertThatThrownBy(() -> read(file, KeyAlgorithm.ES256))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("latchkey.key.import-file")
                .hasMessageContaining(why)
                .hasNoCause();
    }

    private static void assertSame(SigningKey one, SigningKey other) {
        assertThat(other.kid()).isEqualTo(one.kid());
        assertThat(other.algorithm()).isEqualTo(one.algorithm());
        assertThat(one.verificationKey().verifies(new byte[] {2}, other.sign(new byte[] {2})))
                .isTrue();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("key"), text);
    }

    private static String pem(byte[] pkcs8) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(pkcs8)
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static KeyPair pair(String family, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(family);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }
}
