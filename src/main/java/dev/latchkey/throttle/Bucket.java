package dev.latchkey.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A budget of failures, and under which key it is kept.
 *
 * @param key never what it stands for: a digest under a key of ours
 * @param epoch of the authenticator that is guessed: a higher one than before begins anew
 * @param forgetAt when the row may go if nobody tries again
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Bucket(Kind kind, byte[] key, int epoch, Limit limit, Instant forgetAt) {

    /** Of one authenticator in a row; then it is refused until it proves right elsewhere or is replaced (NIST SP 800-63B-4 §3.2.2). */
    static final int MOST_FAILURES = 100;

    /** To this the delay grows. */
    static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** What failures are counted of; locked in this order, so that no two transactions wait for each other. */
    enum Kind {
        ACCOUNT(true),
        DEVICE(true),
        SOURCE(false),
        SIGN_UP(false),
        RECOVERY(false),
        MAILBOX(false);

        private final boolean countsInARow;

        Kind(boolean countsInARow) {
            this.countsInARow = countsInARow;
        }

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** 1 if failures in a row count, and each costs more than the one before; otherwise 0. */
    int escalation() {
        return kind.countsInARow ? 1 : 0;
    }

    int mostFailures() {
        return kind.countsInARow ? MOST_FAILURES : Integer.MAX_VALUE;
    }

    /** A bucket that will not be full before a later moment than this has nothing left. */
    Instant latestFullAt(Instant now) {
        return now.plus(limit.refill().multipliedBy(limit.burst() - 1L));
    }

    /** Only a clock that was wrong can have put it off for longer, and nobody is to wait for that. */
    Instant impossiblyFullAt(Instant now) {
        return now.plus(limit.untilFull()).plus(mostCost());
    }

    /** The most that one attempt costs. */
    Duration mostCost() {
        return limit.refill().compareTo(LONGEST_WAIT) > 0 ? limit.refill() : LONGEST_WAIT;
    }

    @Override
    public String toString() {
        return "Bucket of " + kind.code();
    }
}
