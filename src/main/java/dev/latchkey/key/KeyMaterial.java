package dev.latchkey.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;

/** Makes keys and turns them into their stored forms and back. */
final class KeyMaterial {

    private KeyMaterial() {}

    /** A fresh key pair, drawn from the platform's generator when called, never when a native image is built (standards K-10). */
    static SigningKey generate(KeyAlgorithm algorithm) {
        try {
            return switch (algorithm) {
                case ES256 -> {
                    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                    generator.initialize(new ECGenParameterSpec("secp256r1"));
                    KeyPair pair = generator.generateKeyPair();
                    yield new SigningKey(describe(algorithm, pair.getPublic()), (ECPrivateKey) pair.getPrivate());
                }
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The platform cannot make a key for " + algorithm, e);
        }
    }

    /** @throws IllegalStateException if the stored key is not what its thumbprint says: somebody changed the row */
    static VerificationKey parsePublic(String kid, KeyAlgorithm algorithm, String publicJwk) {
        try {
            VerificationKey key = describe(
                    algorithm, PublicJsonWebKey.Factory.newPublicJwk(publicJwk).getPublicKey());
            if (!key.kid().equals(kid)) {
                throw new IllegalStateException("The stored signing key " + kid + " has another thumbprint");
            }
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException("The stored signing key " + kid + " is not a JWK", e);
        }
    }

    static ECPrivateKey parsePrivate(KeyAlgorithm algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return switch (algorithm) {
            case ES256 -> (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        };
    }

    private static VerificationKey describe(KeyAlgorithm algorithm, PublicKey publicKey) {
        try {
            JsonWebKey jwk = JsonWebKey.Factory.newJwk(publicKey);
            String kid = jwk.calculateBase64urlEncodedThumbprint("SHA-256");
            jwk.setKeyId(kid);
            jwk.setUse(Use.SIGNATURE);
            jwk.setAlgorithm(algorithm.name());
            String json = jwk.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
            return new VerificationKey(kid, algorithm, (ECPublicKey) publicKey, json);
        } catch (JoseException e) {
            throw new IllegalStateException("Not a public key for " + algorithm, e);
        }
    }
}
