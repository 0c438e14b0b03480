package dev.latchkey.client;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A client as administrators see it: without its secret, which nobody can see again. */
public record ClientView(
        @Schema(examples = "billing") String clientId,
        @Schema(examples = "Billing") String name,
        @Schema(examples = "[\"service\"]") List<String> roles,
        @Schema(examples = "[\"read\"]") List<String> scopes,
        @Schema(examples = "[\"client_credentials\"]") List<GrantType> grantTypes,

        @Schema(examples = "[\"https://billing.example.com/callback\"]")
        List<String> redirectUris,

        @Schema(examples = "false") boolean disabled,
        @Schema(examples = "2026-11-21T12:00:00Z") Instant createdAt) {

    public ClientView {
        roles = List.copyOf(roles);
        scopes = List.copyOf(scopes);
        grantTypes = List.copyOf(grantTypes);
        redirectUris = List.copyOf(redirectUris);
    }
}
