package dev.latchkey.signin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** What people are told by mail without having asked. */
@ConfigMapping(prefix = "latchkey.notice")
interface NoticeConfig {

    /** For how long the link "this was not me" can be used; one day unless set. */
    @WithDefault("P1D")
    @DurationMin(minutes = 1)
    Duration linkTtl();
}
