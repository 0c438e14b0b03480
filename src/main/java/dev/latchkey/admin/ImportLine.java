package dev.latchkey.admin;

import dev.latchkey.user.DisplayName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One line of an import. Registered because no signature of a resource has it. */
@RegisterForReflection
record ImportLine(
        @Schema(examples = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d") @Nullable
        String id,

        @Schema(examples = "ada") @NotNull @Size(max = 254) String username,

        @Schema(examples = "ada@example.com") @Nullable @Size(max = 254)
        String email,

        @Schema(examples = "true") @Nullable Boolean emailVerified,
        @Schema(examples = "Ada") @Nullable @DisplayName String name,

        @Schema(examples = "[\"editor\"]") @Nullable @Size(max = 50)
        List<@RoleName String> roles,

        @Schema(examples = "false") @Nullable Boolean disabled,
        @Schema(examples = "2019-05-04T03:02:01Z") @Nullable String createdAt,

        @Schema(examples = "$argon2id$v=19$m=19456,t=2,p=1$…") @Nullable
        String passwordHash,

        @Nullable @Valid KeycloakCredential keycloakCredential) {

    /** A credential of Keycloak's export, in the place of {@code password_hash}; both members hold JSON as text. */
    @RegisterForReflection
    record KeycloakCredential(
            @Schema(examples = "{\"value\":\"…\",\"salt\":\"…\"}") @NotNull
            String secretData,

            @Schema(examples = "{\"hashIterations\":27500,\"algorithm\":\"pbkdf2-sha256\"}") @NotNull
            String credentialData) {

        @Override
        public String toString() {
            return "KeycloakCredential";
        }
    }

    @Override
    public String toString() {
        return "ImportLine";
    }
}
