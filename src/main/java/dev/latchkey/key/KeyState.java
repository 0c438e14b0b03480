package dev.latchkey.key;

import java.util.Locale;

/** Where in its life a signing key is. */
public enum KeyState {
    /** Known to every verifier, not used yet. */
    PUBLISHED,

    /** Signs every new token. There is exactly one. */
    SIGNING,

    /** Signs no more; what it signed is still accepted. */
    RETIRING,

    /** Accepted no more. */
    REMOVED;

    /** As stored, such as {@code signing}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static KeyState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
