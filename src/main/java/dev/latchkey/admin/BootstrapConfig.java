package dev.latchkey.admin;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** The first administrator, made at start while no user has the role {@code admin}. There is no default account. */
@ConfigMapping(prefix = "latchkey.bootstrap.admin")
public interface BootstrapConfig {

    /** Username of the first administrator. In dev, {@code admin} with a random password unless set. */
    Optional<String> username();

    /** The password; prefer the file. */
    Optional<String> password();

    /** File that holds the password. */
    Optional<Path> passwordFile();
}
