package dev.latchkey.signin;

import dev.latchkey.password.PasswordCheck;
import dev.latchkey.password.Passwords;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.session.Assurance;
import dev.latchkey.session.Device;
import dev.latchkey.session.NewSession;
import dev.latchkey.session.Transport;
import dev.latchkey.throttle.Attempts;
import dev.latchkey.throttle.Guess;
import dev.latchkey.throttle.KnownDevices;
import dev.latchkey.user.UserCredential;
import dev.latchkey.user.UserDeleted;
import dev.latchkey.user.Usernames;
import dev.latchkey.user.Users;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Signs people in by password. */
@ApplicationScoped
class SignIns {

    private static final List<String> AMR_PASSWORD = List.of("pwd");

    private final Users users;
    private final PendingSignUps pendingSignUps;
    private final Passwords passwords;
    private final Attempts attempts;
    private final KnownDevices devices;
    private final SignInRecords records;
    private final HashRenewals renewals;
    private final PasswordRecords passwordRecords;
    private final Meter.MeterProvider<Counter> signIns;
    private final Clock clock;

    SignIns(
            Users users,
            PendingSignUps pendingSignUps,
            Passwords passwords,
            Attempts attempts,
            KnownDevices devices,
            SignInRecords records,
            HashRenewals renewals,
            PasswordRecords passwordRecords,
            MeterRegistry metrics,
            Clock clock) {
        this.users = users;
        this.pendingSignUps = pendingSignUps;
        this.passwords = passwords;
        this.attempts = attempts;
        this.devices = devices;
        this.records = records;
        this.renewals = renewals;
        this.passwordRecords = passwordRecords;
        this.signIns = Counter.builder("latchkey.sign.ins")
                .description("Attempts to sign in by password")
                .withRegistry(metrics);
        this.clock = clock;
    }

    /**
     * Signs in with a username or verified address. Empty for whatever is wrong: unknown, disabled or a wrong password cost the same
     * time and give the same answer (standards P-08, P-09). The hash is computed outside any transaction; what was read before it is
     * compared again when the session starts. Only the right password of a sign-up that waits for its address learns so: 403 {@code
     * email-unverified}, and a fresh link is mailed. The right password of an account that somebody else may know it of gets 403 {@code
     * password-change-required} with a {@code token} for setting another (standards P-05). 503 {@code busy} when too many sign-ins wait, 429
     * {@code too-many-attempts} when too many failed.
     *
     * @param ip where the request came from
     * @param device what it came from, and
     * @param replaced sessions that the same browser holds, which end with the sign-in, and only with it: looked at only then, for both
     *     cost something that a flood is not to have
     * @param deviceToken what the device was given when it last signed in to any account
     */
    Optional<Admission> signIn(
            String username,
            String password,
            boolean rememberMe,
            Transport transport,
            @Nullable String ip,
            Supplier<Device> device,
            Supplier<Set<UUID>> replaced,
            @Nullable String bindingHash,
            @Nullable String deviceToken) {
        if (deviceToken == null) {
            attempts.requireSource(ip);
        }
        Optional<String> name = Usernames.canonical(username);
        // one transaction for both queries
        Named named = passwords.admit(() -> QuarkusTransaction.joiningExisting().call(() -> lookUp(name)));
        Optional<UserCredential> known = named.known();
        Optional<PendingSignUps.Candidate> pending = named.pending();
        Guess guess =
                known.map(user -> at(user, ip, deviceToken)).orElseGet(() -> Guess.atNobody(name.orElse(username), ip));
        Found found = attempts.evaluate(
                guess,
                () -> new Found(
                        passwords.check(
                                password,
                                known.map(UserCredential::passwordHash).orElse(null)),
                        pending.filter(it -> passwords.matches(password, it.passwordHash()))),
                it -> it.check().matches()
                        && known.filter(UserCredential::enabled).isPresent());
        PasswordCheck check = found.check();
        if (check.matches()) {
            known.filter(credential -> credential.enabled() && credential.passwordCompromised())
                    .ifPresent(credential -> refuseCompromised(credential, ip));
        } else {
            found.waiting().ifPresent(candidate -> refuseUnverified(candidate, guess));
        }
        Optional<Admission> started = known.filter(credential -> check.matches() && credential.enabled())
                .map(credential -> new NewSession(
                        credential.userId(),
                        credential.securityVersion(),
                        rememberMe,
                        transport,
                        device.get(),
                        AMR_PASSWORD,
                        Assurance.ONE_FACTOR,
                        bindingHash))
                .flatMap(draft -> records.start(draft, replaced.get(), clock.instant())
                        .map(admission -> admission.withDeviceToken(
                                devices.remember(deviceToken, draft.userId(), draft.securityVersion()))));
        if (started.isEmpty()) {
            records.failed(known.map(UserCredential::userId), attempts.pseudonym(guess), ip, clock.instant());
        } else {
            renewals.renew(known.orElseThrow(), check);
        }
        count(started.isPresent() ? "success" : "invalid_credentials");
        return started;
    }

    /** Who has the name, and who would like to. */
    private record Named(Optional<UserCredential> known, Optional<PendingSignUps.Candidate> pending) {}

    private Named lookUp(Optional<String> name) {
        return new Named(
                name.flatMap(users::findCredential), name.flatMap(it -> pendingSignUps.find(it, clock.instant())));
    }

    /**
     * @param waiting the sign-up that has this password; its hash is checked whether or not there is an account, or who signed up with
     *     somebody's address could tell (standards P-10)
     */
    private record Found(PasswordCheck check, Optional<PendingSignUps.Candidate> waiting) {}

    private Guess at(UserCredential user, @Nullable String ip, @Nullable String deviceToken) {
        return Guess.at(user.userId(), user.securityVersion(), ip)
                .on(devices.recognise(deviceToken, user.userId(), user.securityVersion()));
    }

    void onDeleted(@Observes UserDeleted event) {
        attempts.forget(event.userId());
    }

    private void refuseUnverified(PendingSignUps.Candidate candidate, Guess guess) {
        pendingSignUps.remind(candidate, guess.ip(), clock.instant());
        records.failed(Optional.empty(), attempts.pseudonym(guess), guess.ip(), clock.instant());
        count("email_unverified");
        throw new ProblemException(
                ProblemType.EMAIL_UNVERIFIED, "Open the link that was mailed to the address, then sign in.");
    }

    /** Returns if the user changed since the credential was read: then no session starts either. */
    private void refuseCompromised(UserCredential credential, @Nullable String ip) {
        passwordRecords.demandChange(credential, ip, clock.instant()).ifPresent(token -> {
            count("password_change_required");
            throw new ProblemException(ProblemType.PASSWORD_CHANGE_REQUIRED, "Somebody else may know this password.")
                    .with("token", token);
        });
    }

    private void count(String outcome) {
        signIns.withTag("outcome", outcome).increment();
    }
}
