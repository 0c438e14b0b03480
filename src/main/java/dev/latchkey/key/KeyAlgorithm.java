package dev.latchkey.key;

/** The signature algorithms that a key can be made for, by their JOSE names (RFC 7518 §3.1). */
public enum KeyAlgorithm {
    /** ECDSA with P-256 and SHA-256. */
    ES256
}
