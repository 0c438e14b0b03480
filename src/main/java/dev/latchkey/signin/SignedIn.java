package dev.latchkey.signin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.UUID;

/**
 * The answer to whatever signs somebody in or keeps them in.
 *
 * @param expiresIn seconds until the access token expires
 * @param refreshExpiresIn seconds until the refresh token is worthless unless it is used
 */
@JsonPropertyOrder({"token_type", "access_token", "expires_in", "refresh_token", "refresh_expires_in", "session"})
record SignedIn(
        String tokenType,
        String accessToken,
        long expiresIn,
        String refreshToken,
        long refreshExpiresIn,
        SessionLimits session) {

    record SessionLimits(UUID id, Instant idleExpiresAt, Instant expiresAt) {}

    @Override
    public String toString() {
        return "SignedIn to " + session.id();
    }
}
