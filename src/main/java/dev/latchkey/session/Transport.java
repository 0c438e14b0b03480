package dev.latchkey.session;

import java.util.Locale;

/** How the credentials of a session travel, decided at sign-in for as long as it lasts. Codes are stored and sent; they are stable. */
public enum Transport {
    /** Tokens in JSON bodies, for applications that can keep a secret. */
    BODY,
    /** An access token and a refresh token in cookies that no script can read. */
    COOKIE,
    /** One opaque cookie, for applications whose pages are made on the server. */
    SESSION;

    /** As stored and sent, such as {@code cookie}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The transport behind a code; anything else throws {@link IllegalArgumentException}. */
    public static Transport of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
