package dev.latchkey.revocation;

import dev.latchkey.problem.RecurringWork;
import dev.latchkey.support.Sha256;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Revokes a token that nobody has, every few seconds, so that the time to deny is measured while nobody signs out (ADR 28): by every
 * node, this one too, and by every verifier. The token's id is a digest of the time, so that of many nodes whichever comes first writes
 * it and the others find it there. It can be guessed, and that is worth nothing: only our own random ids are in tokens.
 */
@ApplicationScoped
class RevocationCanary {

    /** Long enough for a verifier that connects anew; within {@link RevocationSync} nobody misses what is over so soon. */
    static final Duration LIFE = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(RevocationCanary.class);
    private static final String REASON = "canary";
    private static final int ID_BYTES = 16;

    private final RecurringWork work = new RecurringWork(LOG, "The time to deny cannot be measured");
    private final RevocationTable table;
    private final Freshness freshness;
    private final RevocationConfig config;
    private final Scheduler scheduler;
    private final Clock clock;

    RevocationCanary(
            RevocationTable table, Freshness freshness, RevocationConfig config, Scheduler scheduler, Clock clock) {
        this.table = table;
        this.freshness = freshness;
        this.config = config;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        if (!config.canaryInterval().isZero()) {
            scheduler
                    .newJob("revocation-canary")
                    .setInterval(config.canaryInterval().toString())
                    .setConcurrentExecution(Scheduled.ConcurrentExecution.SKIP)
                    .setTask(execution -> run())
                    .schedule();
        }
    }

    /** Nothing while the database has been away for long, which others say; nor by a wrong clock, whose canary would measure that. */
    void run() {
        if (!freshness.isStale() && freshness.isClockWithinBound()) {
            work.run(() -> revoke(clock.instant()));
        }
    }

    /**
     * Writes the canary of this interval unless a node did. Past {@link Revocations}, by which this node would know it at once and
     * measure nothing.
     *
     * @return whether it was this node
     */
    @Transactional
    boolean revoke(Instant now) {
        long interval = config.canaryInterval().toMillis();
        String id = id(now.toEpochMilli() / interval, interval);
        return table.insertMissing(List.of(new RevokedToken(TokenKind.JTI, id, now, now.plus(LIFE), REASON))) > 0;
    }

    /** In the form of a token's id, which takes the least room in lists. */
    private static String id(long number, long interval) {
        byte[] digest = Sha256.of("latchkey canary " + number + " of " + interval);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, ID_BYTES));
    }
}
