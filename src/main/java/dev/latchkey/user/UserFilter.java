package dev.latchkey.user;

import java.util.Optional;

/**
 * Which users are asked for: those to which everything present applies.
 *
 * @param search how a username, an address or a name begins, in any spelling that leads to the same canonical form; letters of a
 *     name in upper or lower case
 */
public record UserFilter(Optional<String> search, Optional<String> role, Optional<Boolean> disabled) {

    /** A person's name or address may be what is searched for. */
    @Override
    public String toString() {
        return "UserFilter";
    }
}
