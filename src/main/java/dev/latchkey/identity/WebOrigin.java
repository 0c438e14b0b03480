package dev.latchkey.identity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An origin as browsers send it (RFC 6454 §6.2): scheme, host and port, {@code https://app.example.com} or {@code
 * https://app.example.com:8443}, in lower case, without the scheme's default port, a path or a slash at the end.
 */
public final class WebOrigin {

    private static final Pattern ORIGIN =
            Pattern.compile("(https?)://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+])(?::([1-9][0-9]{0,4}))?");
    private static final int MAX_PORT = 65_535;

    private WebOrigin() {}

    /** Whether a browser could ever send this as the origin of a page; {@code null} and wildcards are none. */
    public static boolean isOrigin(String value) {
        Matcher matcher = ORIGIN.matcher(value);
        if (!matcher.matches()) {
            return false;
        }
        String port = matcher.group(2);
        return port == null
                || (Integer.parseInt(port) <= MAX_PORT
                        && !port.equals(matcher.group(1).equals("https") ? "443" : "80"));
    }
}
