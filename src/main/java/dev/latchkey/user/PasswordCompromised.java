package dev.latchkey.user;

import java.util.UUID;

/** Somebody else may know a user's password; fired in the transaction that makes it worthless. */
public record PasswordCompromised(UUID userId, UUID actorId) {}
