package dev.latchkey.password;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Stands before {@link HashingPool}: who cannot be served is to learn it before anything is done for them. Only a few look up at a
 * time what they want hashed: a flood would otherwise take all connections and threads from everybody else (standards T-07).
 */
final class HashingDoor {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

    /** Threads that a flood may hold before anything is known of it; a node has two hundred at least. */
    private static final int AT_THE_DOOR = 64;

    /** Those among them that hold one of the sixteen connections of a node. */
    private static final int LOOKING_UP = 4;

    private final HashingPool pool;
    private final Duration longestWait;
    private final Semaphore standing = new Semaphore(AT_THE_DOOR);
    private final Semaphore turns = new Semaphore(LOOKING_UP, true);

    HashingDoor(HashingPool pool) {
        this(pool, LONGEST_WAIT);
    }

    /** @param longestWait for a turn to look up */
    HashingDoor(HashingPool pool, Duration longestWait) {
        this.pool = pool;
        this.longestWait = longestWait;
    }

    /** Does what comes before hashing; 503 {@code busy} before it does if the queue is full, or too many stand here. */
    <T> T admit(Supplier<T> lookUp) {
        pool.requireRoom();
        if (!standing.tryAcquire()) {
            throw pool.busy();
        }
        try {
            return lookUpInTurn(lookUp);
        } finally {
            standing.release();
        }
    }

    private <T> T lookUpInTurn(Supplier<T> lookUp) {
        if (!awaitTurn()) {
            throw pool.busy();
        }
        try {
            pool.requireRoom();
            return lookUp.get();
        } finally {
            turns.release();
        }
    }

    private boolean awaitTurn() {
        try {
            return turns.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HashingPool.shuttingDown();
        }
    }
}
