package dev.latchkey.revocation;

import dev.latchkey.support.MonotonicClock;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The thread that keeps the list current, on a connection of its own: it waits for the database to announce a revocation, asks at
 * every poll interval in any case, and connects anew and reloads everything when the connection is lost.
 */
@ApplicationScoped
class RevocationFollower {

    private static final Logger LOG = Logger.getLogger(RevocationFollower.class);
    private static final int BEFORE_ANY_FEATURE_STARTS = 10;
    private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

    private final RevocationSync sync;
    private final Duration pollInterval;
    private final String url;
    private final Properties credentials = new Properties();
    private final MonotonicClock clock;
    private final Backoff backoff = new Backoff();
    private final Thread thread = new Thread(this::run, "revocation-follower");
    private final CountDownLatch stopping = new CountDownLatch(1);

    private volatile @Nullable RevocationFeed feed;
    private volatile boolean isFollowing = true;

    RevocationFollower(
            RevocationSync sync,
            RevocationConfig config,
            MonotonicClock clock,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> username,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
        this.sync = sync;
        this.pollInterval = config.pollInterval();
        this.clock = clock;
        this.url = config.listenJdbcUrl().orElse("");
        username.ifPresent(user -> credentials.setProperty("user", user));
        password.ifPresent(secret -> credentials.setProperty("password", secret));
    }

    /** Loads the list before the first request is accepted. If the database goes away at this very moment the start goes on, not ready. */
    void start(@Observes @Priority(BEFORE_ANY_FEATURE_STARTS) StartupEvent event) {
        try {
            connect();
        } catch (SQLException | RuntimeException e) {
            disconnect(e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping.countDown();
        disconnect(null);
        thread.join(LONGEST_STOP.toMillis());
    }

    /** Whether the thread lives, connected or not. It has no way to end but an error of the virtual machine. */
    boolean isAlive() {
        return thread.isAlive();
    }

    private void run() {
        while (!isStopping(Duration.ZERO)) {
            try {
                follow(feed == null ? connect() : feed);
            } catch (SQLException | RuntimeException e) {
                disconnect(e);
                if (isStopping(backoff.failed(clock.nanos()))) {
                    return;
                }
            }
        }
    }

    private RevocationFeed connect() throws SQLException {
        RevocationFeed opened = RevocationFeed.open(url, credentials);
        feed = opened;
        sync.load(opened);
        isFollowing = true;
        backoff.connected(clock.nanos());
        LOG.info("The revocation list is loaded and followed");
        return opened;
    }

    private void follow(RevocationFeed current) throws SQLException {
        current.await(sync.isRestoring() ? Duration.ZERO : pollInterval);
        sync.poll(current);
        sync.restoreSome();
    }

    private void disconnect(@Nullable Exception cause) {
        RevocationFeed lost = feed;
        feed = null;
        if (cause != null && stopping.getCount() > 0) {
            // once per outage, not at every attempt
            LOG.logf(
                    isFollowing ? Level.WARN : Level.DEBUG,
                    "The revocation list cannot be followed, connecting again: %s",
                    cause);
            isFollowing = false;
        }
        if (lost != null) {
            try {
                lost.abort();
            } catch (SQLException e) {
                LOG.debug("The lost connection could not be closed", e);
            }
        }
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
