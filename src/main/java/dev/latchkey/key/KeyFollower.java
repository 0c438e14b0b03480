package dev.latchkey.key;

import dev.latchkey.support.MonotonicClock;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/** Keeps the keys in memory current: every second, and when a token names one that is not known. */
@ApplicationScoped
public class KeyFollower {

    private static final Logger LOG = Logger.getLogger(KeyFollower.class);
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final SigningKeys keys;
    private final MonotonicClock monotonicClock;
    private final ReentrantLock looking = new ReentrantLock();
    private final AtomicLong lookedNanos;

    private volatile boolean isFollowing = true;

    KeyFollower(SigningKeys keys, MonotonicClock monotonicClock) {
        this.keys = keys;
        this.monotonicClock = monotonicClock;
        this.lookedNanos = new AtomicLong(monotonicClock.nanos() - INTERVAL_NANOS);
    }

    @Scheduled(every = "{latchkey.key.poll-every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void follow() {
        look(keys::poll);
    }

    /**
     * A token names a key that this node does not know: perhaps one that was made a moment ago. Returns at once; another thread looks, at
     * most once a second however many such tokens come (standards K-06).
     */
    public void lookAgain() {
        long now = monotonicClock.nanos();
        long last = lookedNanos.get();
        if (now - last >= INTERVAL_NANOS && lookedNanos.compareAndSet(last, now)) {
            Infrastructure.getDefaultWorkerPool().execute(() -> look(keys::refresh));
        }
    }

    private void look(Runnable action) {
        if (!looking.tryLock()) {
            return;
        }
        try {
            action.run();
            isFollowing = true;
        } catch (RuntimeException e) {
            // once per outage, not every second
            LOG.logf(isFollowing ? Level.WARN : Level.DEBUG, "The signing keys cannot be followed: %s", e);
            isFollowing = false;
        } finally {
            looking.unlock();
        }
    }
}
