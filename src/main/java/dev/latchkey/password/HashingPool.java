package dev.latchkey.password;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The bulkhead around hashing: as many hashes at a time as there are processors, a short queue, and no more. Hashing costs a
 * processor and tens of megabytes each; without the bound, a flood of sign-ins would take the memory, and refreshing and health
 * with it (standards T-07).
 */
@ApplicationScoped
class HashingPool {

    private static final int RETRY_AFTER_SECONDS = 2;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

    /** Threads that a flood may hold before anything is known of it; a node has two hundred at least. */
    private static final int AT_THE_DOOR = 64;

    /** Those among them that hold one of the sixteen connections of a node. */
    private static final int LOOKING_UP = 4;

    private final ThreadPoolExecutor executor;
    private final Semaphore door = new Semaphore(AT_THE_DOOR);
    private final Semaphore turns = new Semaphore(LOOKING_UP, true);
    private final Duration longestWait;
    private final Counter hashes;
    private final Counter refused;

    @Inject
    HashingPool(PasswordConfig config, MeterRegistry metrics) {
        this(config, metrics, LONGEST_WAIT);
    }

    /** @param longestWait how long who came in at the door waits for a turn to look up */
    HashingPool(PasswordConfig config, MeterRegistry metrics, Duration longestWait) {
        this.longestWait = longestWait;
        // half of the heap at most, however many processors there are
        long room = Runtime.getRuntime().maxMemory() / 1024 / 2 / config.memory();
        int processors = (int) Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), room));
        this.executor = new ThreadPoolExecutor(
                processors,
                processors,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(config.queue()),
                HashingPool::thread);
        this.hashes = Counter.builder("latchkey.hashing.hashes")
                .description("Passwords hashed, to set or to check one")
                .register(metrics);
        this.refused = Counter.builder("latchkey.hashing.refused")
                .description("Passwords that were not hashed because too many waited")
                .register(metrics);
        Gauge.builder("latchkey.hashing.queued", executor, any -> queued())
                .description("Passwords that wait for a processor to be hashed")
                .register(metrics);
        Gauge.builder("latchkey.hashing.active", executor, ThreadPoolExecutor::getActiveCount)
                .description("Passwords that are being hashed")
                .register(metrics);
    }

    /**
     * Looks up what a password is to be compared with; 503 {@code busy} before it does if the queue is full. Only a few look at a time:
     * a flood would otherwise take all connections and threads from everybody else, only to learn that it cannot be served (standards
     * T-07).
     */
    <T> T admit(Supplier<T> lookUp) {
        requireRoom();
        if (!door.tryAcquire()) {
            throw busy();
        }
        try {
            return lookUpInTurn(lookUp);
        } finally {
            door.release();
        }
    }

    private <T> T lookUpInTurn(Supplier<T> lookUp) {
        if (!awaitTurn()) {
            throw busy();
        }
        try {
            requireRoom();
            return lookUp.get();
        } finally {
            turns.release();
        }
    }

    private void requireRoom() {
        if (executor.getQueue().remainingCapacity() == 0) {
            throw busy();
        }
    }

    private boolean awaitTurn() {
        try {
            return turns.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw shuttingDown();
        }
    }

    /** Runs the work on a thread of the pool and waits for it; 503 {@code busy} if the queue is full. */
    <T> T run(Callable<T> work) {
        try {
            Future<T> result = executor.submit(work);
            hashes.increment();
            return result.get();
        } catch (RejectedExecutionException e) {
            throw busy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw shuttingDown();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Hashing failed", e.getCause());
        }
    }

    private ProblemException busy() {
        refused.increment();
        return new ProblemException(ProblemType.BUSY, "Try again in a moment.").retryAfterSeconds(RETRY_AFTER_SECONDS);
    }

    private static ProblemException shuttingDown() {
        return new ProblemException(ProblemType.UNAVAILABLE, "Shutting down.").retryAfterSeconds(RETRY_AFTER_SECONDS);
    }

    /** How many wait for a processor. */
    int queued() {
        return executor.getQueue().size();
    }

    @PreDestroy
    void stop() {
        executor.shutdown();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "password-hashing");
        thread.setDaemon(true);
        return thread;
    }
}
