package dev.latchkey.client;

import java.util.List;

/**
 * A client to be made, everything checked.
 *
 * @param scopes what it may ask for
 * @param redirectUris where browsers may be sent back to
 */
public record NewClient(
        String clientId,
        String name,
        List<String> roles,
        List<String> scopes,
        List<GrantType> grantTypes,
        List<String> redirectUris) {

    public NewClient {
        roles = List.copyOf(roles);
        scopes = List.copyOf(scopes);
        grantTypes = List.copyOf(grantTypes);
        redirectUris = List.copyOf(redirectUris);
    }
}
