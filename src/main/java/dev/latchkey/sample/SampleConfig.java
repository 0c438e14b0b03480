package dev.latchkey.sample;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What the samples ask for. */
@ConfigMapping(prefix = "latchkey.sample")
interface SampleConfig {

    /** How long ago a caller of {@code /samples/sensitive} may have proved who they are; 5 minutes unless set. */
    @WithDefault("PT5M")
    Duration maxAuthenticationAge();
}
