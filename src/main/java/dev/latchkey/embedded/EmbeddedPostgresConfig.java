package dev.latchkey.embedded;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The embedded PostgreSQL, for trying Latchkey out and for developing it; not in the native executable. Declared so that a misspelt
 * name is refused; {@link EmbeddedPostgresSettings} reads the values, before mappings exist.
 */
@ConfigMapping(prefix = "latchkey.embedded-postgres")
public interface EmbeddedPostgresConfig {

    /** Whether to start it; true in dev and test without a JDBC URL, false in prod, unless set. A configured JDBC URL always wins. */
    Optional<Boolean> enabled();

    /** Where the data lives; {@code .latchkey/postgres} unless set, in tests a directory that vanishes. */
    Optional<Path> dataDir();

    /** Port on the loopback interface; a free one unless set. */
    Optional<Integer> port();
}
