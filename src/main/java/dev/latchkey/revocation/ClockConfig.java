package dev.latchkey.revocation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How far this node may trust its clock. */
@ConfigMapping(prefix = "latchkey.clock")
public interface ClockConfig {

    /**
     * How far the node's clock may be from the database's. Beyond it the node is not ready, and neither refreshes nor purges.
     * 2 seconds.
     */
    @WithDefault("PT2S")
    Duration maxOffset();
}
