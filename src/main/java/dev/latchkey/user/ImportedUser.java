package dev.latchkey.user;

import dev.latchkey.support.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user from elsewhere; name and address in canonical form.
 *
 * @param id what the user is known by to services that knew the other system; a new one if there is none
 * @param createdAt the moment of the import if there is none
 * @param passwordHash as {@code Passwords} stores it
 */
public record ImportedUser(
        @Nullable UUID id,
        String username,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String name,
        List<String> roles,
        boolean disabled,
        @Nullable Instant createdAt,
        @Nullable String passwordHash) {

    /** No member holds it, so the members before and after it cannot be mistaken for each other. */
    private static final String SEPARATOR = "\0";

    /** The verified address, if it is another name to sign in with than the username. */
    @Nullable
    String secondLoginName() {
        return emailVerified && email != null && !email.equals(username) ? email : null;
    }

    /**
     * By which the same user is recognised when the file is sent again, whatever has become of the user since: a new password does not
     * make a conflict out of a line that was imported.
     */
    byte[] digest() {
        return Sha256.of(String.join(
                SEPARATOR,
                Objects.toString(id, ""),
                username,
                Objects.toString(email, ""),
                Boolean.toString(emailVerified),
                Objects.toString(name, ""),
                String.join(SEPARATOR, new TreeSet<>(roles)),
                Boolean.toString(disabled),
                Objects.toString(createdAt, ""),
                Objects.toString(passwordHash, "")));
    }

    @Override
    public String toString() {
        return "ImportedUser";
    }
}
