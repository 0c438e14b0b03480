package dev.latchkey.key;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What signing keys are made for. */
@ConfigMapping(prefix = "latchkey.token")
interface KeyConfig {

    /** Algorithm of the keys made from now on; ES256 unless set. */
    @WithDefault("ES256")
    KeyAlgorithm algorithm();
}
