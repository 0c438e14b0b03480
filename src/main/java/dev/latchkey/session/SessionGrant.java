package dev.latchkey.session;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a session allows at this moment: enough to issue an access token.
 *
 * @param accessExpiresAt when the access token to be issued expires, in whole seconds
 */
public record SessionGrant(
        UUID sessionId,
        UUID userId,
        Instant authenticatedAt,
        Instant accessExpiresAt,
        Instant idleExpiresAt,
        Instant expiresAt,
        List<String> amr,
        String acr,
        Transport transport,
        boolean rememberMe) {

    SessionGrant withAcr(String other) {
        return new SessionGrant(
                sessionId,
                userId,
                authenticatedAt,
                accessExpiresAt,
                idleExpiresAt,
                expiresAt,
                amr,
                other,
                transport,
                rememberMe);
    }
}
