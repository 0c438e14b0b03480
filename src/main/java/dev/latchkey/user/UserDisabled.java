package dev.latchkey.user;

import java.util.UUID;

/** A user may no longer sign in; fired in the transaction that makes it so. */
public record UserDisabled(UUID userId, UUID actorId) {}
