package dev.latchkey.user;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A partial update: an absent member is null and stays as it is.
 *
 * @param name an empty Optional removes the name
 * @param roles the whole new list; {@code user} is always part of it
 */
@SuppressWarnings({"NullableOptional", "NullOptional"}) // null is absent, empty is a JSON null
public record UserChange(
        @Nullable Optional<String> name,
        @Nullable List<String> roles,
        @Nullable Boolean disabled) {

    /** Disables or enables a user, and nothing else. */
    public static UserChange disabled(boolean disabled) {
        return new UserChange(null, null, disabled);
    }
}
