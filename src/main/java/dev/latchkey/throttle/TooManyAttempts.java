package dev.latchkey.throttle;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import java.time.Duration;

/** The one refusal, whatever ran out: which bucket it was would tell strangers about others (standards T-06). */
final class TooManyAttempts {

    private TooManyAttempts() {}

    /** In whole minutes: exact times would tell when somebody else tried. */
    static ProblemException problem(Duration wait) {
        long minutes = Math.max(1, wait.plusMinutes(1).minusNanos(1).toMinutes());
        return new ProblemException(ProblemType.TOO_MANY_ATTEMPTS, "Try again later.")
                .retryAfterSeconds(Duration.ofMinutes(minutes).toSeconds());
    }
}
