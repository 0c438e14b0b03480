package dev.latchkey.signin;

import dev.latchkey.password.Passwords;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.user.UserCredential;
import dev.latchkey.user.UserView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a user's next password must be. */
@ApplicationScoped
class PasswordRules {

    private final Passwords passwords;

    PasswordRules(Passwords passwords) {
        this.passwords = passwords;
    }

    /**
     * 400 {@code weak-password} unless the password is acceptable for this user; of one that somebody else may know, also if it is the
     * same again (reason {@code unchanged}).
     */
    void requireAcceptable(String password, UserView user, UserCredential present) {
        passwords.requireAcceptable(
                password,
                Stream.of(user.username(), user.email(), user.name())
                        .filter(Objects::nonNull)
                        .toList());
        if (present.passwordCompromised() && passwords.matches(password, present.passwordHash())) {
            throw new ProblemException(ProblemType.WEAK_PASSWORD, "Somebody else may know this one.")
                    .with("reasons", List.of("unchanged"));
        }
    }
}
