package dev.latchkey.password;

import org.jspecify.annotations.Nullable;

/**
 * What became of checking a password.
 *
 * @param renewedHash to be stored in the place of the hash that was checked, if that was made elsewhere, or with other settings
 */
public record PasswordCheck(boolean matches, @Nullable String renewedHash) {

    static final PasswordCheck WRONG = new PasswordCheck(false, null);

    @Override
    public String toString() {
        return "PasswordCheck";
    }
}
