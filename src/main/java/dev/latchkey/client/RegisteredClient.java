package dev.latchkey.client;

import java.util.List;

/** A client that has proven to be one, and what it may do. */
public record RegisteredClient(String clientId, List<String> roles, List<String> scopes, List<GrantType> grantTypes) {

    public RegisteredClient {
        roles = List.copyOf(roles);
        scopes = List.copyOf(scopes);
        grantTypes = List.copyOf(grantTypes);
    }

    public boolean hasRole(String role) {
        return roles.contains(role);
    }
}
