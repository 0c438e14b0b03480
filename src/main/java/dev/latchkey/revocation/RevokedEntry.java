package dev.latchkey.revocation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What the list keeps of a revocation beside its id.
 *
 * @param expiresAtSecond rounded up, as an unsigned number above 0, which lasts until 2106
 * @param confirmedBy number of the load that last found it in the database
 */
record RevokedEntry(long revokedAtMicros, int expiresAtSecond, String reason, int confirmedBy) {

    private static final long MAX_UNSIGNED_INT = 0xffff_ffffL;

    static RevokedEntry of(RevokedToken token, int confirmedBy) {
        Instant expiresAt = token.expiresAt();
        return new RevokedEntry(
                ChronoUnit.MICROS.between(Instant.EPOCH, token.revokedAt()),
                unsigned(expiresAt.getEpochSecond() + (expiresAt.getNano() > 0 ? 1 : 0)),
                token.reason().intern(),
                confirmedBy);
    }

    /** The second at which what ends by then has expired. */
    static int second(Instant now) {
        return unsigned(now.getEpochSecond());
    }

    private static int unsigned(long second) {
        return (int) Math.max(1, Math.min(second, MAX_UNSIGNED_INT));
    }

    boolean isExpired(int second) {
        return Integer.compareUnsigned(expiresAtSecond, second) <= 0;
    }

    /** As the table in the database does it: a later expiry counts, and nothing else changes. */
    RevokedEntry unitedWith(RevokedEntry later) {
        boolean outlived = Integer.compareUnsigned(later.expiresAtSecond, expiresAtSecond) > 0;
        return new RevokedEntry(
                revokedAtMicros, outlived ? later.expiresAtSecond : expiresAtSecond, reason, later.confirmedBy);
    }

    RevokedToken token(TokenKind kind, String tokenId) {
        return new RevokedToken(
                kind,
                tokenId,
                Instant.EPOCH.plus(revokedAtMicros, ChronoUnit.MICROS),
                Instant.ofEpochSecond(Integer.toUnsignedLong(expiresAtSecond)),
                reason);
    }
}
