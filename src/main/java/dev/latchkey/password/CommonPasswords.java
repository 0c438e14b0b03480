package dev.latchkey.password;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Passwords that are guessed first: some eighteen thousand that many people have chosen, from the public lists in zxcvbn-ts, and each of
 * them repeated (standards P-04). Whole passwords, not parts; what is shorter than any password may be is not among them.
 */
final class CommonPasswords {

    private static final String RESOURCE = "common-passwords.txt";

    private final Set<String> passwords;

    CommonPasswords() {
        try (InputStream list = CommonPasswords.class.getResourceAsStream(RESOURCE)) {
            passwords = new String(Objects.requireNonNull(list, RESOURCE).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param password in lower case */
    boolean contains(String password) {
        return passwords.contains(password) || passwords.contains(repeatedPiece(password));
    }

    /** The shortest text that the password is made of by repeating it: itself, if nothing repeats. */
    private static String repeatedPiece(String password) {
        return password.substring(0, (password + password).indexOf(password, 1));
    }
}
