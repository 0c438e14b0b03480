package dev.latchkey.session;

import java.util.Locale;

/** What a refresh came to. Codes name metrics and log events; they are stable. */
public enum Verdict {
    /** The current token of a live session: rotated. */
    GRANTED,
    /** One behind and within the grace: the same successor again. */
    RACE,
    /** Not a token of ours, or of no session there is. */
    UNKNOWN,
    /** The session had ended or passed a limit. */
    ENDED,
    /** One behind, the grace over. */
    LOST_REPLY,
    /** Further behind: somebody kept an old token. */
    THEFT,
    /** Ahead of the row: the database was restored to an earlier time. */
    ROLLED_BACK;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
