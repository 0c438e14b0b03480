package dev.latchkey.verifier;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Ids with their expiry in three arrays instead of a million objects: 28 to 56 bytes for each, and a look-up that follows no pointers.
 * One byte of the hash stands for each id, so that an id which is not in here, as nearly all are not, is told by a small array that
 * stays in the processor's cache.
 *
 * <p>One thread writes, any number read without a lock. A reader never misses what was there when it began: an id stays in its place
 * as long as its arrays are in use, its mark is published after it, and arrays that are full, or have something expired in them, are
 * replaced by others when those are complete.
 */
final class IdTable {

    private static final VarHandle MARKS = MethodHandles.arrayElementVarHandle(byte[].class);
    private static final int MIN_BITS = 4;

    private volatile Slots slots = new Slots(MIN_BITS);
    private volatile int size;

    boolean contains(PackedId id) {
        return slots.find(id.high(), id.low()) >= 0;
    }

    int size() {
        return size;
    }

    /** When an id expires, as it was put; null for one that is not in here. For the writing thread. */
    @Nullable
    Integer expiresAtSecond(PackedId id) {
        int slot = slots.find(id.high(), id.low());
        return slot < 0 ? null : slots.expiries[slot];
    }

    /** Puts an id in with the second at which it expires, an unsigned number above 0; a later call replaces that. For the writing thread. */
    void put(PackedId id, int expiresAtSecond) {
        int slot = slots.find(id.high(), id.low());
        if (slot >= 0) {
            slots.expiries[slot] = expiresAtSecond;
            return;
        }
        int entries = size + 1;
        if (entries > slots.limit()) {
            slots = slots.living(0, entries);
        }
        slots.add(id.high(), id.low(), expiresAtSecond);
        size = entries;
    }

    /** Drops what has expired by a second, an unsigned number. For the writing thread. */
    void dropExpired(int second) {
        int living = slots.count(second);
        if (living < size) {
            slots = slots.living(second, living);
            size = living;
        }
    }

    /** As many as a power of two, at most three quarters of which are taken. */
    private static final class Slots {

        private final int bits;
        private final byte[] marks;
        private final long[] ids;
        private final int[] expiries;

        Slots(int bits) {
            this.bits = bits;
            marks = new byte[1 << bits];
            ids = new long[2 << bits];
            expiries = new int[1 << bits];
        }

        int limit() {
            return 3 << (bits - 2);
        }

        /** The place of an id; negative if it is not here. */
        int find(long high, long low) {
            long hash = hash(high, low);
            byte mark = mark(hash);
            for (int slot = first(hash); ; slot = next(slot)) {
                byte there = (byte) MARKS.getAcquire(marks, slot);
                if (there == mark && ids[2 * slot] == high && ids[2 * slot + 1] == low) {
                    return slot;
                }
                if (there == 0) {
                    return -1;
                }
            }
        }

        /** Adds an id that is not here. */
        void add(long high, long low, int expiresAtSecond) {
            long hash = hash(high, low);
            int slot = first(hash);
            while (marks[slot] != 0) {
                slot = next(slot);
            }
            ids[2 * slot] = high;
            ids[2 * slot + 1] = low;
            expiries[slot] = expiresAtSecond;
            MARKS.setRelease(marks, slot, mark(hash));
        }

        /** How many have not expired. */
        int count(int second) {
            int count = 0;
            for (int slot = 0; slot < marks.length; slot++) {
                if (isLiving(slot, second)) {
                    count++;
                }
            }
            return count;
        }

        /** Others with what has not expired, and room for so many. */
        Slots living(int second, int entries) {
            int needed = MIN_BITS;
            while (3L << (needed - 2) < entries) {
                needed++;
            }
            Slots others = new Slots(needed);
            for (int slot = 0; slot < marks.length; slot++) {
                if (isLiving(slot, second)) {
                    others.add(ids[2 * slot], ids[2 * slot + 1], expiries[slot]);
                }
            }
            return others;
        }

        private boolean isLiving(int slot, int second) {
            return marks[slot] != 0 && Integer.compareUnsigned(expiries[slot], second) > 0;
        }

        private int first(long hash) {
            return (int) (hash >>> (Long.SIZE - bits));
        }

        private int next(int slot) {
            return slot + 1 & marks.length - 1;
        }

        /** Of ids that are random in most of their bits, so that spreading them over the upper ones is enough. */
        private static long hash(long high, long low) {
            return (high ^ low) * 0x9e37_79b9_7f4a_7c15L;
        }

        /** Never that of a free slot. */
        private static byte mark(long hash) {
            return (byte) (hash >>> 16 | 1);
        }
    }
}
