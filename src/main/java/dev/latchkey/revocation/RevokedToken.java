package dev.latchkey.revocation;

import java.time.Instant;

/**
 * One entry of the revocation list.
 *
 * @param expiresAt until when it must be known: the expiry of the last token it concerns plus 2 minutes, since siblings may allow
 *     60 s of skew
 * @param reason a stable code, such as {@code signed_out}
 */
public record RevokedToken(TokenKind kind, String tokenId, Instant revokedAt, Instant expiresAt, String reason) {}
