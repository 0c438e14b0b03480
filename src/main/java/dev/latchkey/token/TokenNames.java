package dev.latchkey.token;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** The names that tokens carry: of the issuer, and of those they are meant for. */
@ApplicationScoped
public class TokenNames {

    /** What an issuer and an audience have at most: with more, tokens could outgrow a cookie (standards C-03). */
    public static final int MAX_CHARACTERS = 255;

    private final String issuer;
    private final String audience;

    TokenNames(IssuerConfig issuerConfig, TokenConfig tokenConfig) {
        this.issuer = issuerConfig
                .issuer()
                .orElseThrow(() -> new ConfigurationException(
                        "latchkey.issuer is not set. It is the public https URL of this service, such as"
                                + " https://auth.example.org, and stands in every token; set LATCHKEY_ISSUER.",
                        Set.of("latchkey.issuer")));
        this.audience = tokenConfig.audience().orElse(issuer);
    }

    /** The exact {@code iss}. */
    public String issuer() {
        return issuer;
    }

    /** The {@code aud} of tokens for people. */
    public String audience() {
        return audience;
    }
}
