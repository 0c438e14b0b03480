package dev.latchkey.token;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Who we are. */
@ConfigMapping(prefix = "latchkey")
interface IssuerConfig {

    /**
     * The exact {@code iss} of every token, an https URL without a slash at its end. Required in prod; {@code
     * http://localhost:8080} in dev and test.
     */
    Optional<String> issuer();
}
