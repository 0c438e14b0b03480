package dev.latchkey.password;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * The memory for hashes of other kinds and sizes than ours, which the number of threads does not bound: one scrypt hash may take as
 * much as ten of ours. All that are computed at a time take no more than this together, so that hashing never takes more than the
 * processors times {@code latchkey.password.memory} and this (standards T-07).
 */
@ApplicationScoped
class ForeignMemory {

    /** Twice what is advised for scrypt (standards P-06), as much as the larger of libsodium's presets. */
    private static final int MOST = 262_144;

    private static final int PART_OF_THE_HEAP = 4;

    private final int limit;
    private final Semaphore free;

    /** A quarter of the heap; an export full of the most expensive hashes must not bring a small one down. */
    ForeignMemory() {
        this((int) Math.min(MOST, Runtime.getRuntime().maxMemory() / 1024 / PART_OF_THE_HEAP));
    }

    /** @param limit KiB */
    ForeignMemory(int limit) {
        this.limit = limit;
        this.free = new Semaphore(limit, true);
    }

    /** The most that one may take, in KiB. */
    int limit() {
        return limit;
    }

    /**
     * Computes a hash as soon as there is memory for it, those that came first first. What takes more than there is, which nobody may
     * import, is computed alone: the heap was larger once, or the settings were others.
     *
     * @param kibibytes 0 waits for nobody
     */
    boolean lend(int kibibytes, BooleanSupplier hash) {
        if (kibibytes == 0) {
            return hash.getAsBoolean();
        }
        int taken = Math.min(kibibytes, limit);
        free.acquireUninterruptibly(taken);
        try {
            return hash.getAsBoolean();
        } finally {
            free.release(taken);
        }
    }
}
