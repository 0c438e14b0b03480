package dev.latchkey.signin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Who may make an account. */
@ConfigMapping(prefix = "latchkey.sign-up")
public interface SignUpConfig {

    /**
     * {@code open}: anybody; {@code invite}: nobody, but whom an administrator invited gets the invitation again, which needs mail;
     * {@code closed}: only administrators make users. Open unless set.
     */
    @WithDefault("open")
    Mode mode();

    /**
     * Whether who signs up must show by a mailed link that the address is theirs before there is an account. True unless set; false in
     * dev and test. Needs mail.
     */
    @WithDefault("true")
    boolean verifyEmail();

    enum Mode {
        OPEN,
        INVITE,
        CLOSED
    }
}
