package dev.latchkey.key;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** What tokens are signed with. */
@ConfigMapping(prefix = "latchkey.token")
interface KeyConfig {

    /** Algorithm of the keys made from now on; ES256 unless set. */
    @WithDefault("ES256")
    KeyAlgorithm algorithm();

    /** For {@code HS256} alone: at least 32 random bytes in base64, shared with those who verify. Prefer the file. */
    Optional<String> secret();

    /** File with the same content. */
    Optional<Path> secretFile();
}
