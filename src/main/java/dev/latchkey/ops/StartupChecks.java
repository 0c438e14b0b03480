package dev.latchkey.ops;

import dev.latchkey.audit.AuditConfig;
import dev.latchkey.identity.CorsConfig;
import dev.latchkey.key.KeyRingConfig;
import dev.latchkey.ops.CheckedSettings.Budgets;
import dev.latchkey.ops.CheckedSettings.Keys;
import dev.latchkey.ops.CheckedSettings.Lifetimes;
import dev.latchkey.ops.CheckedSettings.Mailer;
import dev.latchkey.ops.CheckedSettings.Passwords;
import dev.latchkey.password.PasswordConfig;
import dev.latchkey.revocation.ClockConfig;
import dev.latchkey.revocation.RevocationConfig;
import dev.latchkey.session.SessionConfig;
import dev.latchkey.signin.SignUpConfig;
import dev.latchkey.throttle.ThrottleConfig;
import dev.latchkey.token.TokenConfig;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Refuses to start in production with settings that cannot work; in dev and test only says so. */
@ApplicationScoped
class StartupChecks {

    private static final Logger LOG = Logger.getLogger(StartupChecks.class);
    private static final int BEFORE_ANYTHING_ELSE = 1;

    private final CheckedSettings settings;

    StartupChecks(
            SessionConfig session,
            TokenConfig token,
            RevocationConfig revocation,
            ClockConfig clock,
            AuditConfig audit,
            CorsConfig cors,
            KeyRingConfig key,
            ThrottleConfig throttle,
            SignUpConfig signUp,
            PasswordConfig password,
            @ConfigProperty(name = "latchkey.issuer") Optional<String> issuer,
            @ConfigProperty(name = "latchkey.public-url") Optional<String> publicUrl,
            @ConfigProperty(name = "latchkey.embedded-postgres.enabled") Optional<Boolean> embeddedPostgres,
            @ConfigProperty(name = "quarkus.mailer.host") String mailHost,
            @ConfigProperty(name = "quarkus.mailer.from") Optional<String> mailFrom) {
        this.settings = new CheckedSettings(
                !LaunchMode.current().isDevOrTest(),
                embeddedPostgres.orElse(false),
                issuer,
                publicUrl,
                token.audience(),
                token.accessTtl(),
                new Lifetimes(session.idleTimeout(), session.absoluteTimeout()),
                new Lifetimes(
                        session.rememberMe().idleTimeout(), session.rememberMe().absoluteTimeout()),
                session.refreshGrace(),
                session.retention(),
                audit.retention(),
                revocation.maxStaleness(),
                revocation.pollInterval(),
                clock.maxOffset(),
                revocation.canaryInterval(),
                new Keys(key.rotationInterval(), key.publishAhead(), key.jwksMaxAge()),
                new Budgets(
                        throttle.account().burst(),
                        throttle.device().burst(),
                        throttle.source().burst()),
                cors.origins().orElse(List.of()),
                new Mailer(
                        mailHost,
                        mailFrom,
                        signUp.verifyEmail() && signUp.mode() == SignUpConfig.Mode.OPEN,
                        signUp.mode() == SignUpConfig.Mode.INVITE),
                new Passwords(password.minLength(), password.memory(), password.iterations()));
    }

    /** @throws ConfigurationException naming every impossible setting at once */
    void check(@Observes @Priority(BEFORE_ANYTHING_ELSE) StartupEvent event) {
        List<ImpossibleSetting> impossible = Stream.concat(
                        ImpossibleSetting.findAll(settings).stream(),
                        UnknownVariables.among(System.getenv().keySet()).stream()
                                .map(name ->
                                        new ImpossibleSetting(name, "is no setting: misspelt, or of another version?")))
                .toList();
        if (impossible.isEmpty()) {
            return;
        }
        if (settings.production()) {
            throw new ConfigurationException(
                    impossible.stream()
                            .map(ImpossibleSetting::toString)
                            .collect(Collectors.joining("\n  ", "The settings cannot work:\n  ", "")),
                    impossible.stream().map(ImpossibleSetting::property).collect(Collectors.toSet()));
        }
        impossible.forEach(setting -> LOG.warnf("Production would not start: %s", setting));
    }
}
