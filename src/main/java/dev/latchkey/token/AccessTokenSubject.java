package dev.latchkey.token;

import dev.latchkey.session.SessionGrant;
import dev.latchkey.user.UserAuthority;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom an access token speaks for.
 *
 * @param username the {@code upn}
 * @param roles the {@code groups}
 * @param authenticatedAt when a person last proved who they are, the {@code auth_time}
 * @param acr how strong the proof was
 * @param amr which proofs there were (RFC 8176)
 * @param binding the hash of the cookie that the token needs beside it; null for none
 */
public record AccessTokenSubject(
        UUID userId,
        UUID sessionId,
        String username,
        List<String> roles,
        Instant authenticatedAt,
        String acr,
        List<String> amr,
        @Nullable String binding) {

    public AccessTokenSubject {
        roles = List.copyOf(roles);
        amr = List.copyOf(amr);
    }

    /** The user of a session, by what the session allows at the moment. */
    public static AccessTokenSubject of(SessionGrant grant, UserAuthority user) {
        return new AccessTokenSubject(
                grant.userId(),
                grant.sessionId(),
                user.username(),
                user.roles(),
                grant.authenticatedAt(),
                grant.acr(),
                grant.amr(),
                grant.bindingHash());
    }
}
