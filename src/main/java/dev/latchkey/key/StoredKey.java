package dev.latchkey.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What decides about a key's use: the part of its row that is looked at all the time.
 *
 * @param signsFrom when it signs, or began to
 * @param verifiesUntil for a retiring key, when its last token has expired
 */
record StoredKey(
        String kid,
        KeyState state,
        Instant signsFrom,
        @Nullable Instant verifiesUntil) {

    boolean is(KeyState wanted) {
        return state == wanted;
    }

    /** Whether it has been published long enough to sign. */
    boolean mayBegin(Instant now) {
        return state == KeyState.PUBLISHED && !now.isBefore(signsFrom);
    }

    /** Whether nothing it signed can still be good. */
    boolean isOver(Instant now) {
        return state == KeyState.RETIRING && verifiesUntil != null && !now.isBefore(verifiesUntil);
    }
}
