package dev.latchkey.key;

/** The signature algorithms that a key can be made for, by their exact JOSE names (RFC 7518 §3.1, RFC 8037 §3.1). */
public enum KeyAlgorithm {
    /** ECDSA with P-256 and SHA-256. */
    ES256,

    /** RSA with PKCS #1 v1.5 padding and SHA-256. */
    RS256,

    /** RSA with PSS padding and SHA-256. */
    PS256,

    /** Ed25519. */
    EdDSA,

    /** HMAC with SHA-256: whoever verifies could also sign, so for one closed domain of trust only. */
    HS256;

    boolean isSymmetric() {
        return this == HS256;
    }

    boolean isRsa() {
        return this == RS256 || this == PS256;
    }
}
