package dev.latchkey.session;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session about to start.
 *
 * @param securityVersion the user's, as it was when the credential was checked
 * @param amr authentication methods, RFC 8176, such as {@code pwd}
 * @param acr level of assurance, such as {@code aal1}
 * @param bindingHash of the cookie that its tokens need beside them; null for none
 */
public record NewSession(
        UUID userId,
        int securityVersion,
        boolean rememberMe,
        Transport transport,
        Device device,
        List<String> amr,
        String acr,
        @Nullable String bindingHash) {}
