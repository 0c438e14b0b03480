package dev.latchkey.key;

import java.security.interfaces.ECPrivateKey;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;

/** A key that can sign. The private part never leaves it, and nothing prints, compares or serialises it by accident. */
public final class SigningKey {

    private final VerificationKey verificationKey;
    private final ECPrivateKey privateKey;
    private final ECPrivateKeyParameters parameters;

    SigningKey(VerificationKey verificationKey, ECPrivateKey privateKey) {
        this.verificationKey = verificationKey;
        this.privateKey = privateKey;
        this.parameters = Es256.parameters(privateKey);
    }

    public String kid() {
        return verificationKey.kid();
    }

    public KeyAlgorithm algorithm() {
        return verificationKey.algorithm();
    }

    /** The signature in JOSE's form for the key's algorithm. */
    public byte[] sign(byte[] message) {
        return switch (algorithm()) {
            case ES256 -> Es256.sign(parameters, message);
        };
    }

    /** The public half. */
    public VerificationKey verificationKey() {
        return verificationKey;
    }

    byte[] pkcs8() {
        return privateKey.getEncoded();
    }

    @Override
    public String toString() {
        return "SigningKey " + kid();
    }
}
