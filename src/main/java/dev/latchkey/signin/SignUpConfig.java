package dev.latchkey.signin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Who may make an account. */
@ConfigMapping(prefix = "latchkey.sign-up")
public interface SignUpConfig {

    /** {@code open}: anybody; {@code closed}: only administrators make users. Open unless set. */
    @WithDefault("open")
    Mode mode();

    enum Mode {
        OPEN,
        CLOSED
    }
}
