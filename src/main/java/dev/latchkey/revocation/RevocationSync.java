package dev.latchkey.revocation;

import dev.latchkey.support.MonotonicClock;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jboss.logging.Logger;

/** The steps by which this node's list and the table are brought together. For the follower's thread alone. */
@ApplicationScoped
class RevocationSync {

    private static final Logger LOG = Logger.getLogger(RevocationSync.class);
    private static final int RESTORED_BETWEEN_POLLS = 100;

    /**
     * An entry that ends within this time is not missed: another node, whose clock is ahead, may have deleted it, and the tokens it
     * is about have expired a minute ago.
     */
    private static final Duration ALMOST_OVER = Duration.ofMinutes(1);

    private final RevocationList list;
    private final RevocationJournal journal;
    private final Freshness freshness;
    private final RevocationMetrics metrics;
    private final LostRevocations lostRevocations;
    private final Clock clock;
    private final MonotonicClock monotonicClock;
    private final Deque<RevokedToken> lost = new ArrayDeque<>();

    RevocationSync(
            RevocationList list,
            RevocationJournal journal,
            Freshness freshness,
            RevocationMetrics metrics,
            LostRevocations lostRevocations,
            Clock clock,
            MonotonicClock monotonicClock) {
        this.list = list;
        this.journal = journal;
        this.freshness = freshness;
        this.metrics = metrics;
        this.lostRevocations = lostRevocations;
        this.clock = clock;
        this.monotonicClock = monotonicClock;
    }

    /** Takes in the whole table, polls once, and notes what the table no longer has. */
    void load(RevocationFeed feed) throws SQLException {
        boolean first = !freshness.isLoaded();
        Instant now = clock.instant();
        list.beginLoad();
        RevocationJournal.Load load = journal.beginLoad(feed.timeline());
        // by a clock that is ahead, entries would be passed over that still count, and nothing would bring them later
        long xmin = feed.load(freshness.bounded(now, feed.databaseTime()), row -> {
            if (list.learn(row.token()) && !first) {
                metrics.learned(Duration.between(row.token().revokedAt(), now.plus(freshness.offset())));
            }
            load.add(row);
        });
        load.finish(xmin);
        poll(feed);
        lost.clear();
        lost.addAll(list.findUnconfirmed(freshness.boundedByDatabase(now).plus(ALMOST_OVER)));
        if (!lost.isEmpty()) {
            LOG.warnf("The database lost %d revocations that this node knows; they are put back", lost.size());
        }
    }

    void poll(RevocationFeed feed) throws SQLException {
        long startedNanos = monotonicClock.nanos();
        Instant startedAt = clock.instant();
        RevocationFeed.Answer answer = feed.poll();
        Duration halfRoundTrip = Duration.ofNanos((monotonicClock.nanos() - startedNanos) / 2);
        for (RevokedRow row : answer.rows()) {
            if (list.learn(row.token())) {
                metrics.learned(Duration.between(
                        row.token().revokedAt(), answer.databaseTime().plus(halfRoundTrip)));
            }
        }
        // after the list, so that whoever reads the list from here on misses nothing that the journal's cursor covers
        journal.append(answer.rows(), answer.xmin());
        Duration offset = Duration.between(startedAt.plus(halfRoundTrip), answer.databaseTime());
        freshness.polled(new Freshness.Poll(startedNanos, answer.databaseTime(), offset, halfRoundTrip));
    }

    /** Whether something is still to be put back. */
    boolean isRestoring() {
        return !lost.isEmpty();
    }

    /** Puts some of what was lost back, few enough for the polls not to wait. What fails is tried again after the next poll. */
    void restoreSome() {
        for (int i = 0; i < RESTORED_BETWEEN_POLLS && !lost.isEmpty(); i++) {
            RevokedToken token = lost.remove();
            try {
                lostRevocations.restore(token);
            } catch (RuntimeException e) {
                LOG.warnf(e, "A revocation that the database lost is not put back yet: %s", token);
                lost.add(token);
                return;
            }
        }
    }
}
