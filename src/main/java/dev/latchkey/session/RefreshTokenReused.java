package dev.latchkey.session;

import java.time.Instant;
import java.util.UUID;

/**
 * A session ended because an earlier refresh token of it came back. Fired in the transaction that ended it: an observer that throws would
 * bring the session back to life.
 *
 * @param verdict {@link Verdict#LOST_REPLY}, which accuses nobody, or {@link Verdict#THEFT}
 * @param deviceName of the session's device, as the client called itself
 */
public record RefreshTokenReused(UUID userId, Verdict verdict, String deviceName, Instant at) {}
