package dev.latchkey.verifier;

import java.time.Instant;

/** One entry of the feed. From {@code expiresAt} on it does not matter. */
record Revocation(TokenKind kind, String tokenId, Instant revokedAt, Instant expiresAt) {}
