package dev.latchkey.key;

import dev.latchkey.support.MonotonicClock;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Keeps the keys in memory current: every second, and when a token names one that is not known. */
@ApplicationScoped
public class KeyFollower {

    /** How many callers may wait for one look: what made-up keys can hold is twice so many requests, whatever comes (standards K-06). */
    static final int MAX_WAITING = 32;

    /** For how long a caller may wait: a second until it is the turn of its look, and a while for the database. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

    private static final Logger LOG = Logger.getLogger(KeyFollower.class);
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final SigningKeys keys;
    private final MonotonicClock monotonicClock;
    private final ReentrantLock looking = new ReentrantLock();

    private long lookedNanos;
    private int waiting;

    /** The look that has not begun yet, if somebody asked for one. */
    private @Nullable CompletableFuture<Void> next;

    private volatile boolean isFollowing = true;

    KeyFollower(SigningKeys keys, MonotonicClock monotonicClock) {
        this.keys = keys;
        this.monotonicClock = monotonicClock;
        this.lookedNanos = monotonicClock.nanos() - INTERVAL_NANOS;
    }

    @Scheduled(every = "{latchkey.key.poll-every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void follow() {
        if (looking.tryLock()) {
            try {
                look(keys::poll);
            } finally {
                looking.unlock();
            }
        }
    }

    /**
     * A token names a key that this node does not know: perhaps one that was made a moment ago. Another thread looks, at most once a
     * second however many such tokens come (standards K-06). Returns what completes when a look is over that began after this call,
     * for one that had begun before may have missed the key; after {@link #LONGEST_WAIT} in any case; and at once if {@link
     * #MAX_WAITING} wait already. It never fails, and says nothing about what was found.
     */
    public synchronized Uni<Void> lookAgain() {
        if (keys.isClosed()) {
            return Uni.createFrom().voidItem();
        }
        CompletableFuture<Void> look = next;
        if (look == null) {
            look = new CompletableFuture<Void>()
                    .completeOnTimeout(null, LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            long untilItsTurn = lookedNanos + INTERVAL_NANOS - monotonicClock.nanos();
            // not by the pool's own timers, which on an event loop would look there
            CompletableFuture.delayedExecutor(untilItsTurn, TimeUnit.NANOSECONDS, Infrastructure.getDefaultWorkerPool())
                    .execute(this::lookForAll);
            next = look;
            waiting = 0;
        }
        if (waiting == MAX_WAITING) {
            return Uni.createFrom().voidItem();
        }
        waiting++;
        // a copy for each: a caller that hangs up cancels its own
        return Uni.createFrom().completionStage(look.copy());
    }

    /** Waits its turn, if a look lasts, before it lets go of those who wait: so no more than one thread stands behind another. */
    private void lookForAll() {
        looking.lock();
        try {
            CompletableFuture<Void> asked = begin();
            look(keys::refresh);
            asked.complete(null);
        } finally {
            looking.unlock();
        }
    }

    private synchronized CompletableFuture<Void> begin() {
        CompletableFuture<Void> asked = Objects.requireNonNull(next);
        next = null;
        lookedNanos = monotonicClock.nanos();
        return asked;
    }

    private void look(Runnable action) {
        try {
            action.run();
            isFollowing = true;
        } catch (RuntimeException e) {
            // once per outage, not every second
            LOG.logf(isFollowing ? Level.WARN : Level.DEBUG, "The signing keys cannot be followed: %s", e);
            isFollowing = false;
        }
    }
}
