package dev.latchkey.session;

/** Sessions are about to have ended: observe it after the transaction's success. */
public record SessionsEnded(EndReason reason, int number) {}
