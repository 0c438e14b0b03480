package dev.latchkey.signin;

import dev.latchkey.password.Passwords;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.session.Assurance;
import dev.latchkey.session.Reauthentication;
import dev.latchkey.throttle.Attempts;
import dev.latchkey.throttle.Guess;
import dev.latchkey.throttle.KnownDevices;
import dev.latchkey.user.UserCredential;
import dev.latchkey.user.UserView;
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

/** Changes the password of who is signed in and knows the present one (standards P-14). */
@ApplicationScoped
class PasswordChanges {

    private static final List<String> AMR_PASSWORD = List.of("pwd");

    private final Users users;
    private final Passwords passwords;
    private final Attempts attempts;
    private final KnownDevices devices;
    private final PasswordRules rules;
    private final PasswordRecords records;
    private final Meter.MeterProvider<Counter> changes;
    private final Clock clock;

    PasswordChanges(
            Users users,
            Passwords passwords,
            Attempts attempts,
            KnownDevices devices,
            PasswordRules rules,
            PasswordRecords records,
            MeterRegistry metrics,
            Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.attempts = attempts;
        this.devices = devices;
        this.rules = rules;
        this.records = records;
        this.changes = Counter.builder("latchkey.password.changes")
                .description("Attempts to change a password that is known")
                .withRegistry(metrics);
        this.clock = clock;
    }

    /**
     * Sets the password, puts a session with a new id in the place of the caller's, and ends the user's others. Both hashes are computed
     * outside any transaction.
     *
     * @throws ProblemException 403 {@code wrong-password}, 400 {@code weak-password}, 429 {@code too-many-attempts} when too
     *     many failed, 503 {@code busy} when too many wait
     * @throws AuthenticationFailedException if the session or the account came to an end meanwhile
     */
    Admission change(
            UUID userId,
            UUID sessionId,
            String acr,
            String current,
            String next,
            @Nullable String ip,
            @Nullable String deviceToken) {
        UserCredential known =
                passwords.admit(() -> users.findCredential(userId)).orElseThrow(AuthenticationFailedException::new);
        UserView user = users.find(userId).orElseThrow(AuthenticationFailedException::new);
        Guess guess = Guess.at(userId, known.securityVersion(), ip).on(Optional.of(sessionId));
        if (!attempts.evaluate(guess, () -> passwords.matches(current, known.passwordHash()))) {
            count("wrong_password");
            records.changeFailed(userId, sessionId, ip, clock.instant());
            throw new ProblemException(ProblemType.WRONG_PASSWORD, "Check the current password.");
        }
        rules.requireAcceptable(next, user, known);
        String hash = passwords.hash(next);
        Reauthentication proof = new Reauthentication(
                userId, sessionId, known.securityVersion(), AMR_PASSWORD, Assurance.renewedByPassword(acr));
        Admission admission =
                records.change(proof, hash, ip, clock.instant()).orElseThrow(AuthenticationFailedException::new);
        count("success");
        // the one before is of the password before, and the owner would be a stranger at the next sign-in
        return admission.withDeviceToken(devices.remember(deviceToken, userId, known.securityVersion() + 1));
    }

    private void count(String outcome) {
        changes.withTag("outcome", outcome).increment();
    }
}
