package dev.latchkey.revocation;

import java.time.Instant;
import java.util.UUID;

/**
 * The database no longer has the end of a session that this node knows: it failed over to a copy that was behind. Fired inside the
 * transaction that puts the revocation back, for the observer to end the session again; if the observer fails, both are tried
 * again later.
 *
 * @param expiresAt until when the session's tokens stay on the revocation list
 */
public record SessionRevocationLost(UUID sessionId, String reason, Instant revokedAt, Instant expiresAt) {}
