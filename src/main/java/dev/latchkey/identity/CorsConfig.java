package dev.latchkey.identity;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Whose pages may call the service from a browser and read its answers. */
@ConfigMapping(prefix = "latchkey.cors")
public interface CorsConfig {

    /**
     * Exact origins, as {@link WebOrigin} describes them, such as {@code https://app.example.com}; none unless set, so that only
     * pages of the service's own origin may. No wildcards.
     */
    Optional<List<String>> origins();
}
