package dev.latchkey.ops;

import dev.latchkey.password.Passwords;
import dev.latchkey.signin.PendingSignUps;
import dev.latchkey.user.Users;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jboss.logging.Logger;

/** Says at start whom a pepper that was taken out of the settings too early keeps from signing in. */
@ApplicationScoped
class PepperCheck {

    private static final Logger LOG = Logger.getLogger(PepperCheck.class);

    private final Passwords passwords;
    private final Users users;
    private final PendingSignUps signUps;

    PepperCheck(Passwords passwords, Users users, PendingSignUps signUps) {
        this.passwords = passwords;
        this.users = users;
        this.signUps = signUps;
    }

    void check(@Observes StartupEvent event) {
        List<String> missing = passwords.missingPeppers();
        tell(users.countPasswordsWithPepper(missing), "users");
        tell(signUps.countPasswordsWithPepper(missing), "sign-ups that wait for their address");
    }

    private static void tell(long shutOut, String whom) {
        if (shutOut > 0) {
            LOG.errorf(
                    "%d %s cannot sign in by password: the pepper in their hash is not in latchkey.password.pepper any more",
                    shutOut, whom);
        }
    }
}
