package dev.latchkey.password;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The bulkhead around hashing: as many hashes at a time as there are processors, a short queue, and no more. Hashing costs a
 * processor and tens of megabytes each; without the bound, a flood of sign-ins would take the memory, and refreshing and health
 * with it (standards T-07).
 */
@ApplicationScoped
class HashingPool {

    private static final int RETRY_AFTER_SECONDS = 2;

    private final ThreadPoolExecutor executor;
    private final Counter hashes;
    private final Counter refused;

    HashingPool(PasswordConfig config, MeterRegistry metrics) {
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
                .description("Passwords that were not hashed because too many waited or were let in before")
                .register(metrics);
        Gauge.builder("latchkey.hashing.queued", executor, any -> queued())
                .description("Passwords that wait for a processor to be hashed")
                .register(metrics);
        Gauge.builder("latchkey.hashing.active", executor, ThreadPoolExecutor::getActiveCount)
                .description("Passwords that are being hashed")
                .register(metrics);
    }

    /** How many are hashed and wait for it at once, at the most. */
    int capacity() {
        BlockingQueue<Runnable> queue = executor.getQueue();
        return executor.getMaximumPoolSize() + queue.size() + queue.remainingCapacity();
    }

    /** 503 {@code busy} if the queue is full. */
    void requireRoom() {
        if (executor.getQueue().remainingCapacity() == 0) {
            throw busy();
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

    ProblemException busy() {
        refused.increment();
        return new ProblemException(ProblemType.BUSY, "Try again in a moment.").retryAfterSeconds(RETRY_AFTER_SECONDS);
    }

    static ProblemException shuttingDown() {
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
