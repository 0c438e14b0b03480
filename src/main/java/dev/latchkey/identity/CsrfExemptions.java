package dev.latchkey.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The unsafe calls that take no CSRF token, and those of them that any page may make. */
public final class CsrfExemptions {

    /** Cookies of a session long gone must not keep anybody from signing in; these need JSON and the first line. */
    private static final Set<String> WITHOUT_TOKEN = Set.of("/auth/sign-in", "/auth/sign-up", "/auth/password/forgot");

    /** What a secret in the body allows and no cookie: another site's page does not know it. The form's page sends {@code Origin: null}. */
    private static final Set<String> BY_LINK = Set.of(
            "/auth/not-me", "/auth/verify-email", "/auth/reset-password", "/auth/email/verify", "/auth/password/reset");

    private CsrfExemptions() {}

    /** Whether it does not matter which page makes the call. */
    public static boolean isByLink(@Nullable String path) {
        return path != null && BY_LINK.contains(path);
    }

    /** Whether the call takes no token, although it matters which page makes it. */
    public static boolean isWithoutToken(@Nullable String path) {
        return path != null && WITHOUT_TOKEN.contains(path);
    }
}
