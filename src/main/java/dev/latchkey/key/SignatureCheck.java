package dev.latchkey.key;

/** Checks signatures of one key in their one strict form. Whatever else it is given is false, never an exception (standards A-15). */
interface SignatureCheck {

    boolean verifies(byte[] message, byte[] signature);
}
