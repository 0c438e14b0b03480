package dev.latchkey.key;

import java.security.PrivateKey;
import java.security.PublicKey;

/** Makes what signs with a key pair, and what checks its signatures; {@link SignatureProvider} chooses which one a node has. */
interface Signatures {

    /** Who computes, in words for operators. */
    String provider();

    /**
     * What signs with a key.
     *
     * @param algorithm asymmetric
     */
    Signer signer(KeyAlgorithm algorithm, PrivateKey key);

    /**
     * What checks a key's signatures.
     *
     * @param algorithm asymmetric
     * @throws IllegalArgumentException if the key is none, such as a point that is not on the curve
     */
    SignatureCheck check(KeyAlgorithm algorithm, PublicKey key);
}
