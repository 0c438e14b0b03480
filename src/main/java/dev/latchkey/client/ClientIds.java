package dev.latchkey.client;

import java.util.regex.Pattern;

/** Which names a client may have. */
public final class ClientIds {

    /** The {@code client_id} of people who sign in at Latchkey itself; no registered client. */
    public static final String FIRST_PARTY = "latchkey";

    /** What a {@code client_id} looks like: it stands in URLs, forms and logs without being escaped. */
    public static final String FORM = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);

    private ClientIds() {}

    /**
     * Whether nobody else can have this name as {@code sub}: users have UUIDs, and a client that chose one could be taken for that
     * user (RFC 9700 §4.15, standards A-05).
     */
    public static boolean isFree(String clientId) {
        return !clientId.equalsIgnoreCase(FIRST_PARTY)
                && !UUID_FORM.matcher(clientId).matches();
    }
}
