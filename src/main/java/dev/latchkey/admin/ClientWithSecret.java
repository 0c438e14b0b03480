package dev.latchkey.admin;

import dev.latchkey.client.ClientView;
import dev.latchkey.client.GrantType;
import dev.latchkey.client.NewSecret;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A client with its new secret, which is not shown again. */
@RegisterForReflection
record ClientWithSecret(
        @Schema(examples = "billing") String clientId,

        @Schema(examples = "lkc_2Zk4vY8m0hC3nQ7rT1wX5bD9fG6jK0lM3pS8uA2eI4o")
        String clientSecret,

        @Schema(examples = "Billing") String name,
        @Schema(examples = "[\"service\"]") List<String> roles,
        @Schema(examples = "[\"read\"]") List<String> scopes,
        @Schema(examples = "[\"client_credentials\"]") List<GrantType> grantTypes,

        @Schema(examples = "[\"https://billing.example.com/callback\"]")
        List<String> redirectUris,

        @Schema(examples = "false") boolean disabled,
        @Schema(examples = "2026-11-21T12:00:00Z") Instant createdAt) {

    static ClientWithSecret of(NewSecret made) {
        ClientView client = made.client();
        return new ClientWithSecret(
                client.clientId(),
                made.secret(),
                client.name(),
                client.roles(),
                client.scopes(),
                client.grantTypes(),
                client.redirectUris(),
                client.disabled(),
                client.createdAt());
    }

    @Override
    public String toString() {
        return "ClientWithSecret " + clientId;
    }
}
