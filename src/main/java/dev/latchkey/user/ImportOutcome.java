package dev.latchkey.user;

/** What became of a user who was to be imported. */
public enum ImportOutcome {
    IMPORTED,
    /** The very same was imported before, and is not touched. */
    UNCHANGED,
    /** Somebody else signs in with the username. */
    USERNAME_TAKEN,
    /** Somebody else signs in with the address. */
    EMAIL_TAKEN,
    /** Somebody else has the id, or had it: what was said of one user is never to be true of another (standards A-05). */
    ID_TAKEN
}
