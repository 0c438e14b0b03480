package dev.latchkey.key;

/** What a signing key's signatures are checked with: its public half. */
public final class VerificationKey {

    private final String kid;
    private final KeyAlgorithm algorithm;
    private final SignatureCheck check;
    private final String publicJwk;

    VerificationKey(String kid, KeyAlgorithm algorithm, SignatureCheck check, String publicJwk) {
        this.kid = kid;
        this.algorithm = algorithm;
        this.check = check;
        this.publicJwk = publicJwk;
    }

    /** RFC 7638 thumbprint. */
    public String kid() {
        return kid;
    }

    /** The only algorithm that signatures of this key are accepted for, whatever a token's header says (standards A-09). */
    public KeyAlgorithm algorithm() {
        return algorithm;
    }

    /** The key as JWK: public members, {@code kid}, {@code use} and {@code alg} (RFC 7517 §4). */
    public String publicJwk() {
        return publicJwk;
    }

    /** Whether the signature, in JOSE's strict form, is this key's over the message. Whatever else it is given is false. */
    public boolean verifies(byte[] message, byte[] signature) {
        return check.verifies(message, signature);
    }

    @Override
    public String toString() {
        return "VerificationKey " + kid;
    }
}
