package dev.latchkey.revocation;

import java.util.Locale;

/** What a revocation names: one access token, a whole session with every token it was given, or a signing key. */
public enum TokenKind {
    /** One access token; its id is 128 bits in base64url. */
    JTI,
    /** A session; its id is a UUID in lower case. */
    SID,
    /** A signing key, withdrawn because it is compromised. */
    KID;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** As stored and as siblings see it, such as {@code sid}. */
    public String code() {
        return code;
    }

    static TokenKind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
