package dev.latchkey.key;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;

/** Makes keys and turns them into their stored forms and back. */
@ApplicationScoped
class KeyMaterial {

    private final Signatures signatures;

    KeyMaterial(Signatures signatures) {
        this.signatures = signatures;
    }

    /** Who computes the signatures of all keys made here. */
    String provider() {
        return signatures.provider();
    }

    /**
     * A fresh key pair, drawn from the platform's generator when called, never when a native image is built (standards K-10).
     *
     * @param rsaBits length of the modulus, where the algorithm has one
     */
    SigningKey generate(KeyAlgorithm algorithm, int rsaBits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(family(algorithm));
            if (algorithm == KeyAlgorithm.ES256) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else if (algorithm.isRsa()) {
                generator.initialize(rsaBits);
            }
            KeyPair pair = generator.generateKeyPair();
            return signingKey(describe(algorithm, pair.getPublic()), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The platform cannot make a key for " + algorithm, e);
        }
    }

    /** @throws IllegalStateException if the stored key is not what its thumbprint says: somebody changed the row */
    VerificationKey parsePublic(String kid, KeyAlgorithm algorithm, String publicJwk) {
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

    static PrivateKey parsePrivate(KeyAlgorithm algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(family(algorithm)).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /** Both halves of a key. */
    SigningKey signingKey(VerificationKey verificationKey, PrivateKey privateKey) {
        Signer signer = signatures.signer(verificationKey.algorithm(), privateKey);
        return new SigningKey(verificationKey, signer, privateKey.getEncoded());
    }

    VerificationKey describe(KeyAlgorithm algorithm, PublicKey publicKey) {
        try {
            JsonWebKey jwk = JsonWebKey.Factory.newJwk(publicKey);
            String kid = jwk.calculateBase64urlEncodedThumbprint("SHA-256");
            jwk.setKeyId(kid);
            jwk.setUse(Use.SIGNATURE);
            jwk.setAlgorithm(algorithm.name());
            String json = jwk.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
            return new VerificationKey(kid, algorithm, signatures.check(algorithm, publicKey), json);
        } catch (JoseException e) {
            throw new IllegalStateException("Not a public key for " + algorithm, e);
        }
    }

    private static String family(KeyAlgorithm algorithm) {
        return switch (algorithm) {
            case ES256 -> "EC";
            case RS256, PS256 -> "RSA";
            case EdDSA -> "Ed25519";
            case HS256 -> throw noPair();
        };
    }

    static IllegalArgumentException noPair() {
        return new IllegalArgumentException("HS256 has no key pair");
    }
}
