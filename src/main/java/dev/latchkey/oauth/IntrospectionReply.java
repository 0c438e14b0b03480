package dev.latchkey.oauth;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** RFC 7662 §2.2. What the caller is not told, or what the token does not have, is absent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record IntrospectionReply(
        @Schema(examples = "true") boolean active,

        @Schema(examples = "https://auth.example.com") @Nullable
        String iss,

        @Schema(examples = "018f2d4e-8d22-7b4c-8e63-2a1f7b8c9d0e") @Nullable
        String sub,

        @Schema(examples = "https://auth.example.com") @Nullable
        Object aud,

        @Schema(examples = "latchkey") @Nullable String clientId,
        @Schema(examples = "read") @Nullable String scope,
        @Schema(examples = "1795262400") @Nullable Long exp,
        @Schema(examples = "1795261500") @Nullable Long iat,

        @Schema(examples = "Vb0m1r2zq9T4yK7cX8wLhA") @Nullable
        String jti,

        @Schema(examples = "Bearer") @Nullable String tokenType,
        @Schema(examples = "ada") @Nullable String username,

        @Schema(examples = "018f2d4e-7c11-7a3b-9d52-1f0e6a7b8c9d") @Nullable
        String sid,

        @Schema(examples = "1795261500") @Nullable Long authTime,
        @Schema(examples = "aal1") @Nullable String acr,
        @Schema(examples = "[\"pwd\"]") @Nullable List<String> amr,
        @Schema(examples = "[\"user\"]") @Nullable List<String> groups) {

    /** Of whatever is not good, without saying why (RFC 7662 §2.2, standards V-08). */
    static final IntrospectionReply INACTIVE = new IntrospectionReply(
            false, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
}
