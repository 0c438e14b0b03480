package dev.latchkey.ops;

import dev.latchkey.password.Passwords;
import dev.latchkey.user.Users;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Says at start whom a pepper that was taken out of the settings too early keeps from signing in. */
@ApplicationScoped
class PepperCheck {

    private static final Logger LOG = Logger.getLogger(PepperCheck.class);

    private final Passwords passwords;
    private final Users users;

    PepperCheck(Passwords passwords, Users users) {
        this.passwords = passwords;
        this.users = users;
    }

    void check(@Observes StartupEvent event) {
        long shutOut = users.countPasswordsWithPepper(passwords.missingPeppers());
        if (shutOut > 0) {
            LOG.errorf(
                    "%d users cannot sign in by password: the pepper in their hash is not in latchkey.password.pepper any more",
                    shutOut);
        }
    }
}
