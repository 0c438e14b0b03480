package dev.latchkey.session;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a session allows at this moment: enough to issue an access token.
 *
 * @param accessExpiresAt when the access token to be issued expires, in whole seconds
 * @param bindingHash of the cookie that its tokens need beside them; null for none
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
        boolean rememberMe,
        @Nullable String bindingHash) {

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
                rememberMe,
                bindingHash);
    }
}
