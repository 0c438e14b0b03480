package dev.latchkey.signin;

import dev.latchkey.password.PasswordCheck;
import dev.latchkey.password.Passwords;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.session.Assurance;
import dev.latchkey.session.Reauthentication;
import dev.latchkey.throttle.Attempts;
import dev.latchkey.throttle.Guess;
import dev.latchkey.user.UserCredential;
import dev.latchkey.user.Users;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.AuthenticationFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lets people who are signed in prove again who they are (RFC 9470, standards M-12). */
@ApplicationScoped
class StepUps {

    private static final List<String> AMR_PASSWORD = List.of("pwd");

    private final Users users;
    private final Passwords passwords;
    private final Attempts attempts;
    private final SignInRecords records;
    private final HashRenewals renewals;
    private final Meter.MeterProvider<Counter> stepUps;
    private final Clock clock;

    StepUps(
            Users users,
            Passwords passwords,
            Attempts attempts,
            SignInRecords records,
            HashRenewals renewals,
            MeterRegistry metrics,
            Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.attempts = attempts;
        this.records = records;
        this.renewals = renewals;
        this.stepUps = Counter.builder("latchkey.step.ups")
                .description("Attempts of people who are signed in to prove again who they are")
                .withRegistry(metrics);
        this.clock = clock;
    }

    /**
     * Puts a session with a new id and a fresh time of authentication in the place of the caller's. The level of assurance stays
     * what it was, unless it was in doubt: a password renews it and does not raise it (NIST SP 800-63B-4 §2.2.3).
     *
     * @throws ProblemException 401 {@code invalid-credentials} for a wrong password, 429 {@code too-many-attempts} when too many failed
     *     in this session, 503 {@code busy} when too many wait
     * @throws AuthenticationFailedException if the session or the account came to an end meanwhile
     */
    Admission stepUp(UUID userId, UUID sessionId, String acr, String password, @Nullable String ip) {
        Optional<UserCredential> known = passwords.admit(() -> users.findCredential(userId));
        int securityVersion = known.map(UserCredential::securityVersion).orElse(0);
        PasswordCheck check = attempts.evaluate(
                Guess.at(userId, securityVersion, ip).on(Optional.of(sessionId)),
                () -> passwords.check(
                        password, known.map(UserCredential::passwordHash).orElse(null)),
                PasswordCheck::matches);
        count(check.matches());
        if (known.isEmpty() || !check.matches()) {
            records.stepUpFailed(userId, sessionId, ip, clock.instant());
            throw new ProblemException(ProblemType.INVALID_CREDENTIALS, "Check the password.");
        }
        Reauthentication proof = new Reauthentication(
                userId, sessionId, known.get().securityVersion(), AMR_PASSWORD, Assurance.renewedByPassword(acr));
        Admission admission =
                records.stepUp(proof, ip, clock.instant()).orElseThrow(AuthenticationFailedException::new);
        renewals.renew(known.get(), check);
        return admission;
    }

    private void count(boolean matches) {
        stepUps.withTag("outcome", matches ? "success" : "invalid_credentials").increment();
    }
}
