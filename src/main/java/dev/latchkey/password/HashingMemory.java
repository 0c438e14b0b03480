package dev.latchkey.password;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.Block;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;

/**
 * The memory of one Argon2id hash, used again by the next one: fresh blocks each time, some 19 000 of them, keep the collector so busy
 * in a small heap that it takes a third of the throughput. A block is wiped when it is given back, for it derives from a password. For
 * one thread at a time.
 */
final class HashingMemory implements BlockPool, AutoCloseable {

    /** As many as have been in use at one time, which the bulkhead bounds. */
    private static final Queue<HashingMemory> IDLE = new ConcurrentLinkedQueue<>();

    private final Deque<Block> free = new ArrayDeque<>();

    private int keptBlocks;

    private HashingMemory() {}

    /**
     * To be closed after the hash, so that another may have it.
     *
     * @param keptBlocks of 1 KiB each: what a hash of usual size takes, and is kept of one that takes more
     */
    static HashingMemory borrow(int keptBlocks) {
        HashingMemory idle = IDLE.poll();
        HashingMemory lent = idle == null ? new HashingMemory() : idle;
        lent.keptBlocks = keptBlocks;
        while (lent.free.size() > keptBlocks) {
            lent.free.removeLast();
        }
        return lent;
    }

    @Override
    public Block allocate() {
        Block block = free.pollLast();
        return block == null ? new Block() : block;
    }

    @Override
    public void deallocate(Block block) {
        block.clear();
        if (free.size() < keptBlocks) {
            free.addLast(block);
        }
    }

    @Override
    public void close() {
        IDLE.add(this);
    }
}
