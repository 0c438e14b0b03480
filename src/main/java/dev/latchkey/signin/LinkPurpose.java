package dev.latchkey.signin;

import java.util.Locale;

/** What a link in a mail is for; one for something else is no link at all. */
enum LinkPurpose {
    /** Ends every session of its user. */
    NOT_ME("lkn_", NotMeLinks.PATH),
    /** Sets another password. */
    PASSWORD("lkp_", PasswordResets.PATH),
    /** Proves that an address is somebody's own. */
    EMAIL("lke_", EmailVerifications.PATH);

    private final String prefix;
    private final String path;

    LinkPurpose(String prefix, String path) {
        this.prefix = prefix;
        this.path = path;
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
