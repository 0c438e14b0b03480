package dev.latchkey.user;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a sign-in is checked against.
 *
 * @param securityVersion to be compared again when the session starts, since hashing takes a while
 * @param passwordCompromised whether it is good for nothing but setting another one
 */
public record UserCredential(
        UUID userId, @Nullable String passwordHash, int securityVersion, boolean enabled, boolean passwordCompromised) {

    @Override
    public String toString() {
        return "UserCredential of " + userId;
    }
}
