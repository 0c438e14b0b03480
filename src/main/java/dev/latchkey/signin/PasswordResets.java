package dev.latchkey.signin;

import dev.latchkey.password.Passwords;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.throttle.KnownDevices;
import dev.latchkey.throttle.SourceLimits;
import dev.latchkey.user.UserCredential;
import dev.latchkey.user.UserView;
import dev.latchkey.user.Usernames;
import dev.latchkey.user.Users;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sets another password for whoever can read the mail of the account, or was told at sign-in to set one. It signs nobody in, so that no
 * second factor is passed by (standards P-13).
 */
@ApplicationScoped
public class PasswordResets {

    /** Where the links lead; the page there is of a higher floor. */
    public static final String PATH = "/auth/reset-password";

    private final SourceLimits limits;
    private final AddressRequests requests;
    private final ActionLinks links;
    private final Users users;
    private final Passwords passwords;
    private final PasswordRules rules;
    private final PasswordRecords records;
    private final KnownDevices devices;
    private final Meter.MeterProvider<Counter> resets;
    private final Clock clock;

    PasswordResets(
            SourceLimits limits,
            AddressRequests requests,
            ActionLinks links,
            Users users,
            Passwords passwords,
            PasswordRules rules,
            PasswordRecords records,
            KnownDevices devices,
            MeterRegistry metrics,
            Clock clock) {
        this.limits = limits;
        this.requests = requests;
        this.links = links;
        this.users = users;
        this.passwords = passwords;
        this.rules = rules;
        this.records = records;
        this.devices = devices;
        this.resets = Counter.builder("latchkey.password.resets")
                .description("Mailed links that set another password: asked for, and what came of using them")
                .withRegistry(metrics);
        this.clock = clock;
    }

    /**
     * Has a link mailed to the address, if it has an account; what cannot be an address has none.
     *
     * @throws ProblemException 429 {@code too-many-attempts}, for whatever address
     */
    void ask(String email, @Nullable String ip) {
        limits.spend(SourceLimits.Call.RECOVERY, ip);
        count("asked");
        Usernames.canonical(email)
                .ifPresent(address ->
                        requests.add(AddressRequest.Kind.PASSWORD_RESET, address, null, ip, clock.instant()));
    }

    /** Whether the link can be used. Changes nothing: programs that look at links in mails do no harm. */
    public boolean isUsable(@Nullable String token) {
        return owner(token, clock.instant()).isPresent();
    }

    /**
     * Uses a link: sets the password and ends every session. Empty for what is used, void, expired, no link at all, or of a user who is
     * disabled. The hash is computed outside any transaction.
     *
     * @param ip where the request came from, for the audit trail
     * @param deviceToken by which the device was known until now
     * @return by which it is known from now on: the password is a new one for every device, so strangers who guess at it would keep its
     *     owner out otherwise (standards T-03). It signs nobody in
     * @throws ProblemException 400 {@code weak-password}, which leaves the link as it is; 429 {@code too-many-attempts} when there
     *     were too many that are no links; 503 {@code busy} when too many wait
     */
    public Optional<String> reset(
            @Nullable String token, String password, @Nullable String ip, @Nullable String deviceToken) {
        Optional<UserCredential> owner = passwords.admit(() -> owner(token, clock.instant()));
        Optional<UserView> user = owner.map(UserCredential::userId).flatMap(users::find);
        if (token == null || owner.isEmpty() || user.isEmpty()) {
            limits.spend(SourceLimits.Call.LINK, ip);
            count("invalid_link");
            return Optional.empty();
        }
        rules.requireAcceptable(password, user.get(), owner.get());
        String hash = passwords.hash(password);
        boolean done = records.reset(token, owner.get(), hash, ip, clock.instant());
        count(done ? "success" : "invalid_link");
        return owner.filter(any -> done)
                .map(before -> devices.remember(deviceToken, before.userId(), before.securityVersion() + 1));
    }

    private Optional<UserCredential> owner(@Nullable String token, Instant now) {
        return links.find(LinkPurpose.ofPassword(token), token, now)
                .flatMap(link -> users.findCredential(link.userId()))
                .filter(UserCredential::enabled);
    }

    private void count(String outcome) {
        resets.withTag("outcome", outcome).increment();
    }
}
