package dev.latchkey.problem;

import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Work on the database that nobody waits for and that comes again by itself. That it cannot be done while the database is away is said
 * once, not as an error with its stack in each round: operators would look for a fault of ours and find that of the database.
 */
public final class RecurringWork {

    private final Logger log;
    private final String complaint;
    private volatile boolean wasDone = true;

    /** @param complaint what cannot be done, such as {@code Sessions cannot be swept} */
    public RecurringWork(Logger log, String complaint) {
        this.log = log;
        this.complaint = complaint;
    }

    /** Does it; whatever goes wrong but for the database being away is thrown on. */
    public void run(Runnable work) {
        try {
            work.run();
            wasDone = true;
        } catch (RuntimeException e) {
            if (DatabaseFault.of(e) != DatabaseFault.OUTAGE) {
                throw e;
            }
            log.logf(wasDone ? Level.WARN : Level.DEBUG, "%s at the moment: %s", complaint, e);
            wasDone = false;
        }
    }
}
