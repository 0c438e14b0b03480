package dev.latchkey.oauth;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 7662 §2.2. What the caller is not told, or what the token does not have, is absent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record IntrospectionReply(
        boolean active,
        @Nullable String iss,
        @Nullable String sub,
        @Nullable Object aud,
        @Nullable String clientId,
        @Nullable String scope,
        @Nullable Long exp,
        @Nullable Long iat,
        @Nullable String jti,
        @Nullable String tokenType,
        @Nullable String username,
        @Nullable String sid,
        @Nullable Long authTime,
        @Nullable String acr,
        @Nullable List<String> amr,
        @Nullable List<String> groups) {

    /** Of whatever is not good, without saying why (RFC 7662 §2.2, standards V-08). */
    static final IntrospectionReply INACTIVE = new IntrospectionReply(
            false, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
}
