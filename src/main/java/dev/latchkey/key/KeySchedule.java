package dev.latchkey.key;

import dev.latchkey.revocation.Revocations;
import dev.latchkey.revocation.TokenKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What has to happen to keys, and when. Looks at times only; {@link KeyRotation} does it. */
@ApplicationScoped
class KeySchedule {

    /**
     * Until when a withdrawn key is refused. Not until the last token that was issued has expired: who stole the private part writes
     * whatever expiry they like, and a verifier may keep the JWKS of its start for life (standards K-05). Lists hold seconds until 2106.
     */
    private static final Duration WITHDRAWN_FOR = Duration.ofDays(50 * 365L);

    private final KeyRingConfig config;
    private final Revocations revocations;

    KeySchedule(KeyRingConfig config, Revocations revocations) {
        this.config = config;
        this.revocations = revocations;
    }

    /** When a key published now signs. */
    Instant signsFrom(Instant now) {
        return now.plus(config.publishAhead());
    }

    /** When the last token has expired that a key signed until now; nodes need not agree to the second on when that was. */
    Instant verifiesUntil(Instant now) {
        return now.plus(SigningKeys.LONGEST_TOKEN).plus(Revocations.MARGIN);
    }

    /** When a key that is withdrawn now may be forgotten. */
    Instant refusedUntil(Instant now) {
        return now.plus(WITHDRAWN_FOR);
    }

    /** Whether the table has to be changed. */
    boolean isDue(List<StoredKey> present, Instant now) {
        return present.stream().noneMatch(key -> key.is(KeyState.SIGNING))
                || present.stream().anyMatch(key -> key.mayBegin(now) || key.isOver(now) || isWithdrawn(key.kid()))
                || needsSuccessor(present, now);
    }

    /** Whether the signing key has been used for so long that the next one must be published now to follow it in time. */
    boolean needsSuccessor(List<StoredKey> present, Instant now) {
        return present.stream().noneMatch(key -> key.is(KeyState.PUBLISHED))
                && present.stream()
                        .filter(key -> key.is(KeyState.SIGNING))
                        .map(key -> key.signsFrom().plus(config.rotationInterval()))
                        .anyMatch(end -> !now.isBefore(end.minus(config.publishAhead())));
    }

    /** Whether the key is on the revocation list: also when the table says otherwise, for a failover may have lost that. */
    boolean isWithdrawn(String kid) {
        return revocations.isRevoked(TokenKind.KID, kid);
    }
}
