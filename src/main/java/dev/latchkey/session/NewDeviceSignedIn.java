package dev.latchkey.session;

import java.time.Instant;
import java.util.UUID;

/**
 * A user signed in, not for the first time, from a device that none of the known sessions had; in the transaction of the sign-in.
 *
 * @param deviceName as the client calls itself
 */
public record NewDeviceSignedIn(UUID userId, String deviceName, Instant at) {}
