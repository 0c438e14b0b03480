package dev.latchkey.identity;

import dev.latchkey.support.Sha256;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of ours that a request carries, each at most once; what they are worth is for others to say.
 *
 * @param binding what bound tokens need beside them; a credential it is not
 * @param device by which a device is known again; a credential it is not either, and it outlives every session
 */
public record PresentedCookies(
        @Nullable String access,
        @Nullable String refresh,
        @Nullable String session,
        @Nullable String binding,
        @Nullable String device) {

    static final PresentedCookies NONE = new PresentedCookies(null, null, null, null, null);

    /** Whether the request carries a credential in any of them. */
    public boolean any() {
        return access != null || refresh != null || session != null;
    }

    /** Whether there are cookies of two kinds of sessions. */
    boolean mixed() {
        return session != null && (access != null || refresh != null);
    }

    PresentedCookies withoutAccess() {
        return new PresentedCookies(null, refresh, session, binding, device);
    }

    PresentedCookies withBinding(String value) {
        return new PresentedCookies(access, refresh, session, value, device);
    }

    /** What a session and its tokens know of the binding cookie: the first half of its SHA-256, as in an {@code at_hash}. */
    public @Nullable String bindingHash() {
        if (binding == null) {
            return null;
        }
        byte[] hash = Sha256.of(binding);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, hash.length / 2));
    }

    @Override
    public String toString() {
        return "PresentedCookies";
    }
}
