package dev.latchkey.session;

import org.jspecify.annotations.Nullable;

/**
 * What a session is used from, as far as the client says.
 *
 * @param name for people, such as {@code Firefox on Linux}
 * @param type {@code desktop}, {@code mobile}, {@code tablet}, {@code bot} or {@code other}
 */
public record Device(
        String name,
        String type,
        @Nullable String userAgent,
        @Nullable String ip) {

    /** Whether the other one is of the same kind, wherever it is and whatever its version. */
    boolean isLike(Device other) {
        return name.equals(other.name) && type.equals(other.type);
    }
}
