package dev.latchkey.throttle;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Lets two attempts at one account go on at a time on each node. More would find the tokens taken by those that are not decided yet, and
 * right passwords that come in parallel would be refused for each other.
 */
final class Turns {

    private static final int AT_ONCE = 2;

    /** Threads that a flood at one account may hold; others are refused at once. */
    private static final int MOST_WAITING = 32;

    /** How many attempts at one account are at it at once, at the most. */
    static final int MOST = AT_ONCE + MOST_WAITING;

    private static final int LONGEST_WAIT_SECONDS = 3;
    private static final int RETRY_AFTER_SECONDS = 2;

    /** Shared by accounts whose digests begin alike: these wait for each other now and then, and nobody can choose whose do. */
    private static final int PLACES = 4096;

    private final Semaphore[] places =
            Stream.generate(() -> new Semaphore(AT_ONCE, true)).limit(PLACES).toArray(Semaphore[]::new);

    /** Of whoever may go on, until it ends. */
    interface Turn {
        void end();
    }

    /**
     * Waits for a turn.
     *
     * @throws ProblemException 429 {@code too-many-attempts} if too many wait already, 503 {@code busy} if it takes too long
     */
    Turn await(byte[] key) {
        Semaphore place = places[Math.floorMod(ByteBuffer.wrap(key).getInt(), PLACES)];
        if (place.getQueueLength() >= MOST_WAITING) {
            throw TooManyAttempts.problem(Duration.ZERO);
        }
        return await(place);
    }

    /**
     * Waits for a place among others.
     *
     * @throws ProblemException 503 {@code busy} if it takes too long
     */
    static Turn await(Semaphore place) {
        try {
            if (!place.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new ProblemException(ProblemType.BUSY, "Try again in a moment.")
                        .retryAfterSeconds(RETRY_AFTER_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemType.UNAVAILABLE, "Shutting down.")
                    .retryAfterSeconds(RETRY_AFTER_SECONDS);
        }
        return place::release;
    }
}
