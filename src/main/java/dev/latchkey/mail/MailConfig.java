package dev.latchkey.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How mail goes out. The mail server and the sender's address are Quarkus' own settings, {@code quarkus.mailer.*}. */
@ConfigMapping(prefix = "latchkey.mail")
interface MailConfig {

    /** A mail that the server has not taken for this long is given up, with an error in the log; 3 days unless set. */
    @WithDefault("P3D")
    @DurationMin(minutes = 1)
    Duration giveUpAfter();

    /** How often this node looks for mail to send, {@code off} for never; every 5 seconds unless set. */
    @WithDefault("5s")
    String pollEvery();
}
