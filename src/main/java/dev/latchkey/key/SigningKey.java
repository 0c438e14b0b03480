package dev.latchkey.key;

/** A key that can sign. The private part never leaves it, and nothing prints, compares or serialises it by accident. */
public final class SigningKey {

    private final VerificationKey verificationKey;
    private final Signer signer;
    private final byte[] encoded;

    SigningKey(VerificationKey verificationKey, Signer signer, byte[] encoded) {
        this.verificationKey = verificationKey;
        this.signer = signer;
        this.encoded = encoded.clone();
    }

    public String kid() {
        return verificationKey.kid();
    }

    public KeyAlgorithm algorithm() {
        return verificationKey.algorithm();
    }

    /** The signature in JOSE's form for the key's algorithm. */
    public byte[] sign(byte[] message) {
        return signer.sign(message);
    }

    /** The public half; for a shared secret, what checks its signatures. */
    public VerificationKey verificationKey() {
        return verificationKey;
    }

    byte[] pkcs8() {
        return encoded.clone();
    }

    @Override
    public String toString() {
        return "SigningKey " + kid();
    }
}
