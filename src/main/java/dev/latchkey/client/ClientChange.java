package dev.latchkey.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a client is to be changed; null leaves it as it is. */
public record ClientChange(
        @Nullable String name,
        @Nullable List<String> roles,
        @Nullable List<String> scopes,
        @Nullable List<GrantType> grantTypes,
        @Nullable List<String> redirectUris,
        @Nullable Boolean disabled) {}
