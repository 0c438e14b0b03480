package dev.latchkey.verifier;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The thread that keeps the list current: it follows the stream, takes it up again behind the last cursor when it breaks, and leaves a
 * node that is itself deaf.
 */
final class Follower {

    private static final Logger LOG = Logger.getLogger(Follower.class.getName());
    private static final Duration PURGE_INTERVAL = Duration.ofSeconds(30);
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

    private final Feed feed;
    private final RevocationList list;
    private final Freshness freshness;
    private final TimeToDeny timeToDeny;
    private final Clock clock;
    private final Duration maxStaleness;
    private final Backoff backoff;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "latchkey-verifier");

    private volatile @Nullable TimedBody stream;

    /** Where to take the stream up again. Null while the whole list is wanted. */
    private @Nullable String cursor;

    private boolean outageTold;
    private boolean clockTold;
    private Instant purgedAt = Instant.EPOCH;

    /** What the database's clock showed when the list was last known to be complete. */
    private Instant asOf = Instant.EPOCH;

    Follower(
            Feed feed,
            RevocationList list,
            Freshness freshness,
            TimeToDeny timeToDeny,
            Clock clock,
            Duration maxStaleness) {
        this.feed = feed;
        this.list = list;
        this.freshness = freshness;
        this.timeToDeny = timeToDeny;
        this.clock = clock;
        this.maxStaleness = maxStaleness;
        this.backoff = new Backoff(maxStaleness);
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns when the threads have ended, for what an application leaves running finds none of its classes any more. */
    void stop() {
        stopping.countDown();
        TimedBody open = stream;
        if (open != null) {
            open.close();
        }
        thread.interrupt();
        try {
            thread.join(STOP_LIMIT.toMillis());
            feed.stop(STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean unauthorizedBefore = false;
        while (!isStopping(Duration.ZERO)) {
            boolean atOnce = false;
            try {
                atOnce = follow();
                unauthorizedBefore = false;
            } catch (FeedException.Unauthorized e) {
                // a token that was revoked or outlived its key: one new attempt without a wait
                atOnce = !unauthorizedBefore;
                unauthorizedBefore = true;
                tell(e);
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                // no room for a bigger table just now: the one there is goes on being asked, and the thread has to live
                tell(e);
            }
            if (!atOnce && isStopping(backoff.next())) {
                return;
            }
        }
    }

    /** @return whether to connect again without a wait, since it was us who left */
    private boolean follow() throws IOException {
        try (TimedBody body = feed.open(cursor)) {
            stream = body;
            EventReader events = new EventReader(body);
            for (FeedEvent event = events.next(); event != null; event = events.next()) {
                take(event);
                if (isCurrency(event) && feed.isTokenRenewed()) {
                    return true;
                }
                body.beginAnew();
            }
            return false;
        } finally {
            stream = null;
        }
    }

    private void take(FeedEvent event) throws IOException {
        FeedEvent.Currency currency = isCurrency(event) ? event.currency() : null;
        if (event.name().equals("revoked")) {
            Revocation revocation = event.revocation().orElse(null);
            if (revocation != null) {
                learn(revocation);
            }
        }
        // only now, when what stands before it is known; a node that is deaf has told all the same what it knows
        if (event.id() != null) {
            cursor = event.id();
        }
        if (currency != null) {
            current(currency);
        }
    }

    private static boolean isCurrency(FeedEvent event) {
        return event.name().equals("heartbeat") || event.name().equals("complete");
    }

    private void learn(Revocation revocation) throws FeedException {
        Instant now = clock.instant();
        if (list.learn(revocation, over(now)) && freshness.isLoaded()) {
            timeToDeny.record(Duration.between(revocation.revokedAt(), now));
        }
    }

    private void current(FeedEvent.Currency currency) throws FeedException {
        boolean first = !freshness.isLoaded();
        freshness.heard(currency.age());
        if (currency.age().compareTo(maxStaleness.dividedBy(2)) > 0) {
            throw new FeedException("the node has not heard from its database for " + currency.age());
        }
        if (first) {
            LOG.info(() -> "The revocation list is loaded, " + list.size() + " entries, and followed");
        } else if (outageTold) {
            LOG.info("The revocation list is followed again");
        }
        outageTold = false;
        backoff.reset();
        asOf = currency.asOf();
        compareClocks();
        purge();
    }

    private void compareClocks() {
        Duration ahead = Duration.between(clock.instant(), asOf);
        if (!clockTold && ahead.compareTo(CLOCK_TOLERANCE) > 0) {
            clockTold = true;
            LOG.warning(
                    () -> "This service's clock is " + ahead + " behind Latchkey's: it accepts tokens for too long");
        }
    }

    private void purge() {
        Instant over = over(clock.instant());
        if (over.isAfter(purgedAt.plus(PURGE_INTERVAL))) {
            purgedAt = over;
            list.dropExpired(over);
        }
    }

    /**
     * Until when everything is over by our clock and by the database's: an entry that is dropped too early cannot be had again. The
     * database's goes on by monotonic time while it is not heard.
     */
    private Instant over(Instant now) {
        if (!asOf.isBefore(now)) {
            return now;
        }
        Instant atDatabase = asOf.plus(freshness.staleness().orElse(Duration.ZERO));
        return atDatabase.isBefore(now) ? atDatabase : now;
    }

    private void tell(Throwable cause) {
        if (stopping.getCount() == 0) {
            return;
        }
        // once per outage, not at every attempt
        LOG.log(
                outageTold ? Level.FINE : Level.WARNING,
                () -> "The revocation list cannot be followed, connecting again: " + cause);
        outageTold = true;
    }

    private boolean isStopping(Duration patience) {
        try {
            return stopping.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
