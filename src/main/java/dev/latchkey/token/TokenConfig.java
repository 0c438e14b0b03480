package dev.latchkey.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** What access tokens say and how long they live. */
@ConfigMapping(prefix = "latchkey.token")
public interface TokenConfig {

    /** How long an access token lives, unless its session ends before; 15 minutes unless set, at most one hour. */
    @WithDefault("PT15M")
    @DurationMin(seconds = 30)
    @DurationMax(hours = 1)
    Duration accessTtl();

    /** The {@code aud} of tokens for people; the issuer unless set. Siblings name it in {@code mp.jwt.verify.audiences}. */
    Optional<String> audience();

    /**
     * Whether tokens that a page gets in a body need a cookie of its browser beside them; no unless set. Then a stolen token is worth
     * nothing elsewhere, at this service: siblings do not know the cookie.
     */
    @WithDefault("false")
    boolean bindToCookie();

    /** How many verified tokens a node remembers, so that their signature is not checked again; 10 000 unless set. */
    @WithDefault("10000")
    @Min(0)
    @Max(1_000_000)
    int cacheSize();
}
