package dev.latchkey.session;

import dev.latchkey.user.UserAuthority;

/** Outcome of presenting a refresh token. A value and no exception: what it wrote, such as the end of a session, must stay. */
public sealed interface Refresh {

    Verdict verdict();

    /** The session goes on, and this is whose it is. {@link Verdict#GRANTED} or {@link Verdict#RACE}. */
    record Granted(Verdict verdict, StartedSession session, UserAuthority user) implements Refresh {}

    /** The session is over; the holder of a genuine token may know why (standards D14). */
    record Ended(Verdict verdict, EndReason reason) implements Refresh {}

    /** There is nothing to say. {@link Verdict#UNKNOWN} or {@link Verdict#ROLLED_BACK}. */
    record Refused(Verdict verdict) implements Refresh {}
}
