package dev.latchkey.revocation;

/**
 * An entry as the table has it.
 *
 * @param xid the transaction that wrote it last
 */
record RevokedRow(RevokedToken token, long xid) {}
