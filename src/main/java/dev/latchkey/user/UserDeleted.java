package dev.latchkey.user;

import java.util.UUID;

/** A user is about to be deleted; fired in the transaction that does it, while the row still exists. */
public record UserDeleted(UUID userId, UUID actorId) {}
