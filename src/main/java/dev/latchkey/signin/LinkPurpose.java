package dev.latchkey.signin;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a link in a mail is for; one for something else is no link at all. */
enum LinkPurpose {
    /** Ends every session of its user. */
    NOT_ME("lkn_", NotMeLinks.PATH),
    /** Sets another password. */
    PASSWORD("lkp_", PasswordResets.PATH),
    /** The same, given at sign-in to who knew a compromised password: the links that were mailed to the owner stay good beside it. */
    REQUIRED_PASSWORD("lkq_", PasswordResets.PATH),
    /** Proves that an address is somebody's own. */
    EMAIL("lke_", EmailVerifications.PATH);

    private final String prefix;
    private final String path;

    LinkPurpose(String prefix, String path) {
        this.prefix = prefix;
        this.path = path;
    }

    /** That of a token by which another password is set. */
    static LinkPurpose ofPassword(@Nullable String token) {
        return token != null && token.startsWith(REQUIRED_PASSWORD.prefix) ? REQUIRED_PASSWORD : PASSWORD;
    }

    /** As stored, such as {@code not_me}. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How its tokens begin. */
    String prefix() {
        return prefix;
    }

    /** Where its links lead; the pages there are of a higher floor. */
    String path() {
        return path;
    }
}
