package dev.latchkey.audit;

import java.util.Locale;

/** The kinds of events, after the OWASP logging vocabulary where it has a word. */
public enum AuditType {
    USER_CREATED(Severity.INFO),
    /** An import of users ended, or broke off; the reason has the counts, and each user made has an event as well. */
    USERS_IMPORTED(Severity.WARNING),
    /** A link to choose a password was mailed to a user whom an administrator made; without an actor, because its address asked again. */
    USER_INVITED(Severity.INFO),
    USER_UPDATED(Severity.INFO),
    USER_DISABLED(Severity.WARNING),
    USER_DELETED(Severity.WARNING),
    USER_EMAIL_VERIFIED(Severity.INFO),
    USER_EMAIL_CHANGE_ASKED(Severity.WARNING),
    USER_EMAIL_CHANGED(Severity.WARNING),
    /** Somebody signed up with the address of a user, who was told. */
    USER_SIGN_UP_REPEATED(Severity.INFO),
    AUTHN_LOGIN_SUCCESS(Severity.INFO),
    AUTHN_LOGIN_FAIL(Severity.WARNING),
    /** Guesses at a password that were refused unseen; the reason is whose budget was empty: account, source or device. */
    EXCESS_RATE_LIMIT_EXCEEDED(Severity.WARNING),
    /** A sign-in, not the user's first, from a device not seen before. */
    AUTHN_NEW_DEVICE(Severity.INFO),
    /** The user said that a sign-in or a device was not theirs; every session ended for it. */
    AUTHN_DISAVOWED(Severity.WARNING),
    AUTHN_PASSWORD_CHANGE(Severity.WARNING),
    AUTHN_PASSWORD_CHANGE_FAIL(Severity.WARNING),
    /** A link that sets another password was mailed. */
    AUTHN_PASSWORD_RESET_ASKED(Severity.INFO),
    AUTHN_PASSWORD_RESET(Severity.WARNING),
    /** An administrator said that somebody else may know the password. */
    AUTHN_PASSWORD_COMPROMISED(Severity.CRITICAL),
    /** An earlier refresh token was used again: somebody kept one. */
    AUTHN_TOKEN_REUSE(Severity.CRITICAL),
    /** An answer to a refresh got lost and the client came back too late. */
    SESSION_REPLY_LOST(Severity.WARNING),
    /** Another kind of device, or one in another country, uses a session. */
    SESSION_ANOMALY(Severity.WARNING),
    SESSION_ENDED(Severity.INFO),
    CLIENT_CREATED(Severity.INFO),
    CLIENT_UPDATED(Severity.INFO),
    CLIENT_DISABLED(Severity.WARNING),
    CLIENT_DELETED(Severity.WARNING),
    CLIENT_SECRET_REPLACED(Severity.WARNING),
    CLIENT_AUTHN_FAIL(Severity.WARNING),
    /** A client made one access token worthless. */
    TOKEN_REVOKED(Severity.INFO),

    /** A signing key was made, to sign later; the reason is its id, as with the two that follow. */
    SIGNING_KEY_PUBLISHED(Severity.INFO),

    /** A published key took over. */
    SIGNING_KEY_ROTATED(Severity.INFO),

    /** A compromised key was taken out; nothing it signed is accepted any more. */
    SIGNING_KEY_WITHDRAWN(Severity.CRITICAL);

    /** How much an event matters. */
    public enum Severity {
        INFO,
        WARNING,
        CRITICAL;

        /** As stored, such as {@code warning}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Severity severity;

    AuditType(Severity severity) {
        this.severity = severity;
    }

    public Severity severity() {
        return severity;
    }

    /** As stored, such as {@code authn_login_fail}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
