package dev.latchkey.identity;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where people find us. */
@ConfigMapping(prefix = "latchkey")
interface PublicUrlConfig {

    /**
     * The URL under which browsers see this service: the origin of its pages, cookies and links. The issuer unless set; https
     * outside dev and test.
     */
    Optional<String> publicUrl();
}
