package dev.latchkey.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the audit trail reaches back. */
@ConfigMapping(prefix = "latchkey.audit")
public interface AuditConfig {

    /** For how long events are kept; 400 days unless set: a year, and time to look back on it. */
    @WithDefault("P400D")
    Duration retention();
}
