package dev.latchkey.throttle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Budgets, each as {@code burst/refill}: {@code 5/PT1M} is five at once, and one more each minute. */
@ConfigMapping(prefix = "latchkey.throttle")
public interface ThrottleConfig {

    /** Whether anything is limited; true unless set. */
    @WithDefault("true")
    boolean enabled();

    /** Wrong passwords of one account from devices not seen before, wherever they are; 5, then one a minute and ever slower, unless set. */
    @WithDefault("5/PT1M")
    Limit account();

    /**
     * Wrong passwords from one IPv4 address or IPv6 /64, for whatever accounts; 100, and two a minute, unless set: the people of a whole
     * office may stand behind one address, and one in ten mistypes on a Monday morning.
     */
    @WithDefault("100/PT30S")
    Limit source();

    /** Wrong passwords from a device that signed in to the account before; 10, then one a minute and ever slower, unless set. */
    @WithDefault("10/PT1M")
    Limit device();

    /** For how long a device is known after it signed in; 180 days unless set. Browsers keep no cookie for more than 400. */
    @WithDefault("P180D")
    @DurationMin(days = 1)
    @DurationMax(days = 400)
    Duration deviceTtl();
}
