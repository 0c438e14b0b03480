package dev.latchkey.session;

import java.util.List;
import java.util.UUID;

/**
 * A session about to start.
 *
 * @param securityVersion the user's, as it was when the credential was checked
 * @param amr authentication methods, RFC 8176, such as {@code pwd}
 * @param acr level of assurance, such as {@code aal1}
 */
public record NewSession(
        UUID userId,
        int securityVersion,
        boolean rememberMe,
        Transport transport,
        Device device,
        List<String> amr,
        String acr) {}
