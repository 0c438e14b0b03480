package dev.latchkey.key;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** RS256 and PS256 (RFC 7518 §3.3, §3.5) by the platform's provider. A key signs with one of the two and never with the other. */
final class RsaSignatures {

    private static final int HASH_BYTES = 32;

    /** SHA-256, MGF1 with SHA-256, a salt as long as the hash. */
    private static final PSSParameterSpec PS256 = new PSSParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, HASH_BYTES, PSSParameterSpec.TRAILER_FIELD_BC);

    private RsaSignatures() {}

    static Signer signer(KeyAlgorithm algorithm, RSAPrivateKey key) {
        return message -> {
            try {
                Signature signature = of(algorithm);
                signature.initSign(key);
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("The platform cannot sign with " + algorithm, e);
            }
        };
    }

    /** The signature is exactly as long as the modulus (RFC 8017 §8.1.2, §8.2.2). */
    static SignatureCheck check(KeyAlgorithm algorithm, RSAPublicKey key) {
        int bytes = (key.getModulus().bitLength() + 7) / 8;
        return (message, presented) -> {
            if (presented.length != bytes) {
                return false;
            }
            try {
                Signature signature = of(algorithm);
                signature.initVerify(key);
                signature.update(message);
                return signature.verify(presented);
            } catch (SignatureException e) {
                return false;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("The platform cannot verify " + algorithm, e);
            }
        };
    }

    private static Signature of(KeyAlgorithm algorithm) throws GeneralSecurityException {
        if (algorithm == KeyAlgorithm.RS256) {
            return Signature.getInstance("SHA256withRSA");
        }
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(PS256);
        return signature;
    }
}
