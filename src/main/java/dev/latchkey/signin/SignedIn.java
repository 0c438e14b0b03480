package dev.latchkey.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
        @Schema(examples = "Bearer") @Nullable String tokenType,

        @Schema(examples = "eyJhbGciOiJFUzI1NiIsImtpZCI6IuKApiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiLigKYifQ.c2lnbmF0dXJl")
        @Nullable
        String accessToken,

        @Schema(examples = "900") @Nullable Long expiresIn,

        @Schema(examples = "lkr_AQGPLU58EXo7nVIfDmp7jJ0AAAAAq1c5…") @Nullable
        String refreshToken,

        @Schema(examples = "1800") @Nullable Long refreshExpiresIn,

        @Schema(examples = "2Zk4vY8m0hC3nQ7rT1wX5bD9fG6jK0lM3pS8uA2eI4o") @Nullable
        String csrfToken,

        @Schema(examples = "lkd_AY8tTnwReju…") @Nullable String deviceToken,
        SessionLimits session) {

    record SessionLimits(
            @Schema(examples = "018f2d4e-7c11-7a3b-9d52-1f0e6a7b8c9d")
            UUID id,

            @Schema(examples = "2026-11-21T12:40:00Z") Instant idleExpiresAt,
            @Schema(examples = "2026-11-22T00:00:00Z") Instant expiresAt) {}

    @Override
    public String toString() {
        return "SignedIn to " + session.id();
    }
}
