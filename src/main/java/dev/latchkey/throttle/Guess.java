package dev.latchkey.throttle;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody is about to say the password of an account: whose, and from where.
 *
 * @param account the user's id, one and the same by whichever of their names they came; or the canonical name if nobody has it
 * @param securityVersion of the user: raised when the password is replaced, and then counting begins anew
 * @param ip of the caller
 * @param device what proved that it was here before: a known device, or the session that it is signed in to
 */
public record Guess(
        String account,
        boolean accountExists,
        int securityVersion,
        @Nullable String ip,
        Optional<UUID> device) {

    /** At a user's password. */
    public static Guess at(UUID userId, int securityVersion, @Nullable String ip) {
        return new Guess(userId.toString(), true, securityVersion, ip, Optional.empty());
    }

    /** At the password of a user that does not exist. */
    public static Guess atNobody(String name, @Nullable String ip) {
        return new Guess(name, false, 0, ip, Optional.empty());
    }

    /** The same, made on a device that is known to the account, or in a live session of it: it has a budget that no stranger can spend. */
    public Guess on(Optional<UUID> knownDevice) {
        return new Guess(account, accountExists, securityVersion, ip, knownDevice);
    }

    @Override
    public String toString() {
        return "Guess";
    }
}
