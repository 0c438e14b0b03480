package dev.latchkey.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Ed25519 (RFC 8032 §5.1, RFC 8037 §3.1) by Bouncy Castle's lightweight API, for the reason that ES256 is: ADR 0004. */
final class Ed25519Signatures {

    private static final int SIGNATURE_BYTES = 64;
    private static final int KEY_BYTES = 32;

    /** What stands before the raw key in its encoding: a sequence, the identifier of the algorithm, a bit string. */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519Signatures() {}

    static Signer signer(PrivateKey key) {
        Ed25519PrivateKeyParameters parameters = parameters(key);
        return message -> {
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, parameters);
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        };
    }

    static SignatureCheck check(PublicKey key) {
        Ed25519PublicKeyParameters parameters = new Ed25519PublicKeyParameters(last(key.getEncoded()));
        return (message, signature) -> {
            if (!isStrict(signature)) {
                return false;
            }
            Ed25519Signer verifier = new Ed25519Signer();
            verifier.init(false, parameters);
            verifier.update(message, 0, message.length);
            return verifier.verifySignature(signature);
        };
    }

    /** Only the length: whether S is below the order, every implementation looks for itself (RFC 8032 §5.1.7). */
    static boolean isStrict(byte[] signature) {
        return signature.length == SIGNATURE_BYTES;
    }

    /** The public key that belongs to a private one. */
    static PublicKey publicPart(PrivateKey key) throws GeneralSecurityException {
        byte[] raw = parameters(key).generatePublicKey().getEncoded();
        byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + raw.length);
        System.arraycopy(raw, 0, encoded, X509_PREFIX.length, raw.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static Ed25519PrivateKeyParameters parameters(PrivateKey key) {
        return new Ed25519PrivateKeyParameters(last(key.getEncoded()));
    }

    /** RFC 8410 §4, §7: the raw key is what stands last in either encoding. */
    private static byte[] last(byte[] encoded) {
        return Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
    }
}
