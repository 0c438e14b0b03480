package dev.latchkey.throttle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Budgets and limits, each as {@code burst/refill}: {@code 5/PT1M} is five at once, and one more each minute. */
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

    /** Sign-ups from one source, good and bad; 50, and one more each 30 seconds, unless set. */
    @WithDefault("50/PT30S")
    Limit signUp();

    /** Requests for a mailed link from one source, for whatever addresses; 20, and one more each 30 seconds, unless set. */
    @WithDefault("20/PT30S")
    Limit recovery();

    /** Tokens of mailed links from one source that are none, or no longer, on each node; 100, and one a second, unless set. */
    @WithDefault("100/PT1S")
    Limit link();

    /** Refresh tokens from one source that are none, on each node; 300, and one a second, unless set. */
    @WithDefault("300/PT1S")
    Limit refresh();

    /** CSRF tokens asked for from one source, on each node; 1000, and ten a second, unless set. */
    @WithDefault("1000/PT0.1S")
    Limit csrf();

    /** Calls of {@code /oauth2/*} from one source by what is no client, on each node; 100, and one a second, unless set. */
    @WithDefault("100/PT1S")
    Limit client();

    /**
     * Questions of one client about what is no token of ours, on each node; 1000, and ten a second, unless set: strangers may show a
     * resource server what they like, and it asks about that.
     */
    @WithDefault("1000/PT0.1S")
    Limit introspection();
}
