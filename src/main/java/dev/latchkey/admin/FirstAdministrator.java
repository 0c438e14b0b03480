package dev.latchkey.admin;

import dev.latchkey.password.Passwords;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.support.Randomness;
import dev.latchkey.user.NewUser;
import dev.latchkey.user.Usernames;
import dev.latchkey.user.Users;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** Makes the first administrator of a service that has none (standards P-16: no default account). */
@ApplicationScoped
class FirstAdministrator {

    private static final Logger LOG = Logger.getLogger(FirstAdministrator.class);
    private static final String DEV_USERNAME = "admin";
    private static final Set<String> PASSWORD_SETTINGS =
            Set.of("latchkey.bootstrap.admin.password", "latchkey.bootstrap.admin.password-file");

    private final BootstrapConfig config;
    private final Users users;
    private final Passwords passwords;
    private final Randomness randomness;
    private final Clock clock;

    FirstAdministrator(BootstrapConfig config, Users users, Passwords passwords, Randomness randomness, Clock clock) {
        this.config = config;
        this.users = users;
        this.passwords = passwords;
        this.randomness = randomness;
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent event) {
        if (users.hasAdministrator()) {
            return;
        }
        if (config.username().isPresent()) {
            create(config.username().get(), configuredPassword());
        } else if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            String password = Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(15));
            create(DEV_USERNAME, password);
            LOG.infof(
                    "Made the first administrator, shown this once: username %s, password %s", DEV_USERNAME, password);
        } else {
            LOG.warn(
                    "No user has the role admin; set latchkey.bootstrap.admin.username and .password-file to make one.");
        }
    }

    private void create(String configuredName, String password) {
        String username;
        try {
            username = Usernames.require(configuredName);
            passwords.requireAcceptable(password, List.of(username));
        } catch (ProblemException e) {
            if (e.type() == ProblemType.UNAVAILABLE) {
                throw e;
            }
            throw new ConfigurationException(
                    "latchkey.bootstrap.admin.* cannot be used: " + e.getMessage(),
                    Set.of("latchkey.bootstrap.admin.username", "latchkey.bootstrap.admin.password"));
        }
        NewUser draft = new NewUser(username, null, null, List.of(Users.ADMIN), passwords.hash(password));
        boolean made = users.create(draft, null, clock.instant()).isPresent();
        // another node may have been first
        if (!made && !users.hasAdministrator()) {
            throw new ConfigurationException(
                    "latchkey.bootstrap.admin.username is taken by a user who is no administrator; choose another.",
                    Set.of("latchkey.bootstrap.admin.username"));
        }
    }

    private String configuredPassword() {
        if (config.password().isPresent()) {
            return config.password().get();
        }
        try {
            return Files.readString(config.passwordFile()
                            .orElseThrow(() -> new ConfigurationException(
                                    "latchkey.bootstrap.admin.username is set without a password; set .password-file or .password.",
                                    PASSWORD_SETTINGS)))
                    .strip();
        } catch (IOException e) {
            throw new ConfigurationException(
                    "latchkey.bootstrap.admin.password-file cannot be read: " + e, e, PASSWORD_SETTINGS);
        }
    }
}
