package dev.latchkey.identity;

import org.jspecify.annotations.Nullable;

/** The cookies of ours that a request carries, each at most once; what they are worth is for others to say. */
public record PresentedCookies(
        @Nullable String access,
        @Nullable String refresh,
        @Nullable String session) {

    static final PresentedCookies NONE = new PresentedCookies(null, null, null);

    /** Whether the request carries any of them. */
    public boolean any() {
        return access != null || refresh != null || session != null;
    }

    /** Whether there are cookies of two kinds of sessions. */
    boolean mixed() {
        return session != null && (access != null || refresh != null);
    }

    @Override
    public String toString() {
        return "PresentedCookies";
    }
}
