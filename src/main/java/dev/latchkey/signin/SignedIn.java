package dev.latchkey.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer to whatever signs somebody in or keeps them in. Tokens stand here only if no cookie carries them (standards C-05).
 *
 * @param expiresIn seconds until the access token expires
 * @param refreshExpiresIn seconds until the refresh token is worthless unless it is used
 * @param csrfToken to be sent as {@code X-CSRF-Token} by whoever holds cookies
 * @param deviceToken to be kept beyond the session, and sent with the next sign-in
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "token_type",
    "access_token",
    "expires_in",
    "refresh_token",
    "refresh_expires_in",
    "csrf_token",
    "device_token",
    "session"
})
record SignedIn(
        @Nullable String tokenType,
        @Nullable String accessToken,
        @Nullable Long expiresIn,
        @Nullable String refreshToken,
        @Nullable Long refreshExpiresIn,
        @Nullable String csrfToken,
        @Nullable String deviceToken,
        SessionLimits session) {

    record SessionLimits(UUID id, Instant idleExpiresAt, Instant expiresAt) {}

    @Override
    public String toString() {
        return "SignedIn to " + session.id();
    }
}
