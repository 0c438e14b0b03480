package dev.latchkey.problem;

import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What the database's part in an exception was, by SQLSTATE (PostgreSQL manual, appendix A). */
public enum DatabaseFault {
    /** Nothing of it. */
    NONE,
    /** It is away, full, restarting, or asked us to try again. */
    OUTAGE,
    /** It was given a value that its type cannot hold. */
    BAD_VALUE;

    private static final Set<String> OUTAGE_CLASSES = Set.of("08", "53", "57", "58", "40");
    private static final String DATA_EXCEPTION_CLASS = "22";
    private static final String READ_ONLY = "25006";
    private static final Logger LOG = Logger.getLogger(DatabaseFault.class);

    /** What it was in this exception or its causes. */
    public static DatabaseFault of(Throwable thrown) {
        return of(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** The answer to whoever met an outage, of which the log is told: 503 {@code unavailable}; empty if it was something else. */
    public static Optional<ProblemException> outage(Throwable thrown) {
        if (of(thrown) != OUTAGE) {
            return Optional.empty();
        }
        LOG.warnf("The database is not available: %s", thrown);
        return Optional.of(new ProblemException(ProblemType.UNAVAILABLE, "Try again shortly.").retryAfterSeconds(1));
    }

    /** @param seen where this has been: exceptions may suppress each other, as those of a body that does not come do */
    private static DatabaseFault of(Throwable thrown, Set<Throwable> seen) {
        for (@Nullable Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return of(sql.getSQLState());
            }
            // what fails at commit hangs there: the transaction manager throws its own and suppresses the driver's
            for (Throwable suppressed : cause.getSuppressed()) {
                DatabaseFault fault = of(suppressed, seen);
                if (fault != NONE) {
                    return fault;
                }
            }
        }
        return NONE;
    }

    private static DatabaseFault of(@Nullable String state) {
        // the connection pool's own exceptions (no connection within the time allowed) carry no state
        if (state == null || state.equals(READ_ONLY)) {
            return OUTAGE;
        }
        String stateClass = state.substring(0, Math.min(2, state.length()));
        if (OUTAGE_CLASSES.contains(stateClass)) {
            return OUTAGE;
        }
        return stateClass.equals(DATA_EXCEPTION_CLASS) ? BAD_VALUE : NONE;
    }
}
