package dev.latchkey.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Signatures by the Java Cryptography Architecture: by one provider, named each time, so that nothing else in the process comes to
 * use it, or by whatever the platform has. What is not in the one strict form never reaches either.
 */
final class JcaSignatures implements Signatures {

    private static final int HASH_BYTES = 32;

    /** RFC 7518 §3.5: SHA-256, MGF1 with SHA-256, a salt as long as the hash. */
    private static final PSSParameterSpec PS256 = new PSSParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, HASH_BYTES, PSSParameterSpec.TRAILER_FIELD_BC);

    private final @Nullable Provider provider;

    private JcaSignatures(@Nullable Provider provider) {
        this.provider = provider;
    }

    static JcaSignatures of(Provider provider) {
        return new JcaSignatures(provider);
    }

    static JcaSignatures ofPlatform() {
        return new JcaSignatures(null);
    }

    @Override
    public String provider() {
        return provider == null ? "the JDK" : provider.getInfo();
    }

    @Override
    public Signer signer(KeyAlgorithm algorithm, PrivateKey key) {
        PrivateKey own = own(key);
        return message -> {
            try {
                Signature signature = signature(algorithm);
                signature.initSign(own);
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(provider() + " cannot sign with " + algorithm, e);
            }
        };
    }

    @Override
    public SignatureCheck check(KeyAlgorithm algorithm, PublicKey key) {
        Predicate<byte[]> strict = form(algorithm, key);
        PublicKey own = own(key);
        return (message, presented) -> {
            if (!strict.test(presented)) {
                return false;
            }
            try {
                Signature signature = signature(algorithm);
                signature.initVerify(own);
                signature.update(message);
                return signature.verify(presented);
            } catch (SignatureException e) {
                return false;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(provider() + " cannot verify " + algorithm, e);
            }
        };
    }

    /** RFC 8017 §8.1.2, §8.2.2: a signature of RSA is exactly as long as the modulus. */
    private static Predicate<byte[]> form(KeyAlgorithm algorithm, PublicKey key) {
        return switch (algorithm) {
            case ES256 -> Es256::isStrict;
            case EdDSA -> Ed25519Signatures::isStrict;
            case RS256, PS256 -> {
                int bytes = (((RSAPublicKey) key).getModulus().bitLength() + 7) / 8;
                yield signature -> signature.length == bytes;
            }
            case HS256 -> throw KeyMaterial.noPair();
        };
    }

    private Signature signature(KeyAlgorithm algorithm) throws GeneralSecurityException {
        String name = switch (algorithm) {
            case ES256 -> "SHA256withECDSAinP1363Format";
            case EdDSA -> "Ed25519";
            case RS256 -> "SHA256withRSA";
            case PS256 -> "RSASSA-PSS";
            case HS256 -> throw KeyMaterial.noPair();
        };
        Signature signature = provider == null ? Signature.getInstance(name) : Signature.getInstance(name, provider);
        if (algorithm == KeyAlgorithm.PS256) {
            signature.setParameter(PS256);
        }
        return signature;
    }

    /** As the provider keeps keys, where it does: or it would convert the key again for each signature, which takes longer than signing. */
    private PrivateKey own(PrivateKey key) {
        if (!converts(key.getAlgorithm())) {
            return key;
        }
        try {
            return KeyFactory.getInstance(key.getAlgorithm(), provider)
                    .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(provider() + " cannot use the private key", e);
        }
    }

    private PublicKey own(PublicKey key) {
        if (!converts(key.getAlgorithm())) {
            return key;
        }
        try {
            return KeyFactory.getInstance(key.getAlgorithm(), provider)
                    .generatePublic(new X509EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(provider() + " cannot use the public key", e);
        }
    }

    private boolean converts(String family) {
        return provider != null && provider.getService("KeyFactory", family) != null;
    }
}
