package dev.latchkey.revocation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What the list keeps of a revocation: 48 bytes, its own key in the map included when its id can be packed. The expiry is kept in
 * whole seconds, rounded up.
 */
final class RevokedEntry extends PackedId {

    private static final long MAX_UNSIGNED_INT = 0xffff_ffffL;

    private final long revokedAtMicros;
    private final int expiresAtSecond;
    private final String reason;

    /** Number of the load that last found the entry in the database. */
    private volatile int confirmedBy;

    RevokedEntry(Object key, RevokedToken token, int confirmedBy) {
        super(key instanceof PackedId id ? id : new PackedId(0, 0));
        this.revokedAtMicros = ChronoUnit.MICROS.between(Instant.EPOCH, token.revokedAt());
        this.expiresAtSecond = seconds(token.expiresAt());
        this.reason = token.reason().intern();
        this.confirmedBy = confirmedBy;
    }

    private static int seconds(Instant expiresAt) {
        long roundedUp = expiresAt.getEpochSecond() + (expiresAt.getNano() > 0 ? 1 : 0);
        // as an unsigned number, which lasts until 2106
        return (int) Math.min(roundedUp, MAX_UNSIGNED_INT);
    }

    void confirm(int load) {
        confirmedBy = load;
    }

    boolean isConfirmedBy(int load) {
        return confirmedBy == load;
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt());
    }

    boolean outlives(RevokedEntry other) {
        return Integer.compareUnsigned(expiresAtSecond, other.expiresAtSecond) > 0;
    }

    Instant expiresAt() {
        return Instant.ofEpochSecond(Integer.toUnsignedLong(expiresAtSecond));
    }

    String reason() {
        return reason;
    }

    RevokedToken token(TokenKind kind, Object key) {
        return new RevokedToken(
                kind, tokenId(kind, key), Instant.EPOCH.plus(revokedAtMicros, ChronoUnit.MICROS), expiresAt(), reason);
    }
}
