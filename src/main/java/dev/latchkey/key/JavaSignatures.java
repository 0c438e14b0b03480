package dev.latchkey.key;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;

/** Signatures without native code, wherever Java runs, a native executable included (ADR 4). */
final class JavaSignatures implements Signatures {

    private final JcaSignatures platform = JcaSignatures.ofPlatform();

    @Override
    public String provider() {
        return "Bouncy Castle and the JDK";
    }

    @Override
    public Signer signer(KeyAlgorithm algorithm, PrivateKey key) {
        return switch (algorithm) {
            case ES256 -> Es256.signer((ECPrivateKey) key);
            case EdDSA -> Ed25519Signatures.signer(key);
            case RS256, PS256 -> platform.signer(algorithm, key);
            case HS256 -> throw KeyMaterial.noPair();
        };
    }

    @Override
    public SignatureCheck check(KeyAlgorithm algorithm, PublicKey key) {
        return switch (algorithm) {
            case ES256 -> Es256.check((ECPublicKey) key);
            case EdDSA -> Ed25519Signatures.check(key);
            case RS256, PS256 -> platform.check(algorithm, key);
            case HS256 -> throw KeyMaterial.noPair();
        };
    }
}
