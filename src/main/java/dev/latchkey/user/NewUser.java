package dev.latchkey.user;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user to be made; name and address in canonical form, the password already hashed. */
public record NewUser(
        String username,
        @Nullable String email,
        @Nullable String name,
        List<String> roles,
        @Nullable String passwordHash) {

    @Override
    public String toString() {
        return "NewUser";
    }
}
