package dev.latchkey.token;

import java.util.List;

/**
 * A client that an access token speaks for, and nobody else (RFC 9068 §2.2: the subject is the client).
 *
 * @param roles the {@code groups}
 * @param scopes what it asked for and may have
 */
public record ClientSubject(String clientId, List<String> roles, List<String> scopes) {

    public ClientSubject {
        roles = List.copyOf(roles);
        scopes = List.copyOf(scopes);
    }
}
