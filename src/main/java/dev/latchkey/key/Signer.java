package dev.latchkey.key;

/** Signs with one key, in JOSE's form for its algorithm. */
interface Signer {

    byte[] sign(byte[] message);
}
