package dev.latchkey.signin;

import dev.latchkey.password.Passwords;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.throttle.SourceLimits;
import dev.latchkey.user.NewUser;
import dev.latchkey.user.Usernames;
import dev.latchkey.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes accounts for whoever asks. */
@ApplicationScoped
class SignUps {

    private final SignUpConfig config;
    private final Passwords passwords;
    private final Users users;
    private final SourceLimits limits;
    private final PendingSignUps pendingSignUps;
    private final AddressRequests requests;
    private final Clock clock;

    SignUps(
            SignUpConfig config,
            Passwords passwords,
            Users users,
            SourceLimits limits,
            PendingSignUps pendingSignUps,
            AddressRequests requests,
            Clock clock) {
        this.config = config;
        this.limits = limits;
        this.passwords = passwords;
        this.users = users;
        this.pendingSignUps = pendingSignUps;
        this.requests = requests;
        this.clock = clock;
    }

    /**
     * Makes an account whose username is the address in canonical form: when the address is verified or, if that is not asked for, at
     * once. An address that has one already is left as it is and told by mail, with the same answer after the same work (standards P-10);
     * without verification, who signs in afterwards still learns whether the password took. In mode {@code invite} nothing is made: an
     * address that was invited gets its invitation again, with the same answer for any address. 400 for an impossible address or a weak
     * password, 403 {@code sign-up-closed}, 429 {@code too-many-attempts}, 503 {@code busy}.
     *
     * @param ip where the request came from, for its limit and the audit trail
     */
    void signUp(String email, String password, @Nullable String name, @Nullable String ip) {
        if (config.mode() == SignUpConfig.Mode.CLOSED) {
            throw new ProblemException(ProblemType.SIGN_UP_CLOSED, "Ask an administrator for an account.");
        }
        if (config.mode() == SignUpConfig.Mode.INVITE) {
            limits.spend(SourceLimits.Call.SIGN_UP, ip);
        } else {
            passwords.admit(() -> limits.spend(SourceLimits.Call.SIGN_UP, ip));
        }
        String address = Usernames.requireAddress(email);
        passwords.requireAcceptable(
                password, Stream.of(address, name).filter(Objects::nonNull).toList());
        Instant now = clock.instant();
        if (config.mode() == SignUpConfig.Mode.INVITE) {
            requests.add(AddressRequest.Kind.SIGN_UP, address, null, ip, now);
            return;
        }
        String hash = passwords.hash(password);
        if (config.verifyEmail()) {
            pendingSignUps.add(address, name, hash, ip, now);
        } else if (users.create(new NewUser(address, address, name, List.of(), hash), null, now)
                .isEmpty()) {
            requests.add(AddressRequest.Kind.SIGN_UP, address, null, ip, now);
        }
    }
}
