package dev.latchkey.user;

import java.util.UUID;

/** A user lost a role; fired in the transaction that takes it away. */
public record RoleRemoved(UUID userId, UUID actorId) {}
