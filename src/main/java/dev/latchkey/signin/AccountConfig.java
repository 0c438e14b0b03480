package dev.latchkey.signin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How people prove that an account is theirs. */
@ConfigMapping(prefix = "latchkey.account")
interface AccountConfig {

    /** For how long a mailed link that sets another password can be used; half an hour unless set, an hour at most. */
    @WithDefault("PT30M")
    @DurationMin(minutes = 1)
    @DurationMax(hours = 1)
    Duration resetTtl();

    /** For how long a mailed link that verifies an address can be used; a day unless set, and at most. */
    @WithDefault("PT24H")
    @DurationMin(minutes = 1)
    @DurationMax(hours = 24)
    Duration verificationTtl();

    /** How long ago whoever changes the address may have proved who they are; 5 minutes unless set. */
    @WithDefault("PT5M")
    @DurationMin(seconds = 1)
    Duration maxAuthenticationAge();
}
