package dev.latchkey.session;

/** How sure it is who uses a session: the values of {@code acr}, after the levels of NIST SP 800-63B. */
public final class Assurance {

    /** Whoever holds the session may not be who signed in: less than any proof gives. */
    public static final String IN_DOUBT = "aal0";

    /** A password was given. */
    public static final String ONE_FACTOR = "aal1";

    private Assurance() {}

    /** The level after a password was given anew: it renews what there was and does not raise it, but it ends a doubt. */
    public static String renewedByPassword(String acr) {
        return acr.equals(IN_DOUBT) ? ONE_FACTOR : acr;
    }
}
