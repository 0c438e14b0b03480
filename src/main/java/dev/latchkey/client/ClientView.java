package dev.latchkey.client;

import java.time.Instant;
import java.util.List;

/** A client as administrators see it: without its secret, which nobody can see again. */
public record ClientView(
        String clientId,
        String name,
        List<String> roles,
        List<String> scopes,
        List<GrantType> grantTypes,
        List<String> redirectUris,
        boolean disabled,
        Instant createdAt) {

    public ClientView {
        roles = List.copyOf(roles);
        scopes = List.copyOf(scopes);
        grantTypes = List.copyOf(grantTypes);
        redirectUris = List.copyOf(redirectUris);
    }
}
