package dev.latchkey.revocation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Entries by packed ids, in arrays instead of a million objects: 50 to 75 bytes for each, and a look-up that follows no pointers. One
 * byte of the hash stands for each id, so that an id which is not in here, as nearly all are not, is told by a small array that stays
 * in the processor's cache.
 *
 * <p>Writers take turns, readers need no lock. A reader never misses what was there when it began: an entry stays in its place as
 * long as its arrays are in use, its mark is published after it, and arrays that are full, or have something expired in them, are
 * replaced by others when those are complete.
 */
final class EntryTable {

    private static final VarHandle MARKS = MethodHandles.arrayElementVarHandle(byte[].class);
    private static final int MIN_CAPACITY = 8;

    private volatile Slots slots = new Slots(MIN_CAPACITY);
    private volatile int size;

    /** What is in here at the moment; what comes later is, too, until the arrays are replaced. */
    Slots slots() {
        return slots;
    }

    int size() {
        return size;
    }

    /**
     * Puts an entry in, or unites it with the one that is there.
     *
     * @return whether there was none
     */
    synchronized boolean learn(PackedId id, RevokedEntry entry) {
        int slot = slots.find(id);
        if (slot >= 0) {
            slots.set(slot, slots.marks[slot], slots.entry(slot).unitedWith(entry));
            return false;
        }
        int entries = size + 1;
        if (entries > slots.capacity() / 4 * 3) {
            slots = slots.living(0, entries);
        }
        slots.add(id, entry);
        size = entries;
        return true;
    }

    /** Drops what has expired by a second, an unsigned number. */
    synchronized void dropExpired(int second) {
        int living = 0;
        for (int slot = slots.next(0, second); slot >= 0; slot = slots.next(slot + 1, second)) {
            living++;
        }
        if (living < size) {
            slots = slots.living(second, living);
            size = living;
        }
    }

    /** A generation of the arrays. */
    static final class Slots {

        private final byte[] marks;
        private final long[] ids;
        private final long[] revokedAtMicros;
        private final int[] expiresAtSecond;
        private final String[] reasons;
        private final int[] confirmedBy;

        private Slots(int capacity) {
            marks = new byte[capacity];
            ids = new long[2 * capacity];
            revokedAtMicros = new long[capacity];
            expiresAtSecond = new int[capacity];
            reasons = new String[capacity];
            confirmedBy = new int[capacity];
        }

        private int capacity() {
            return marks.length;
        }

        /** The place of an id; negative if it is not here. */
        int find(PackedId id) {
            long hash = id.hash();
            byte mark = mark(hash);
            for (int slot = first(hash); ; slot = following(slot)) {
                byte there = (byte) MARKS.getAcquire(marks, slot);
                if (there == mark && ids[2 * slot] == id.high() && ids[2 * slot + 1] == id.low()) {
                    return slot;
                }
                if (there == 0) {
                    return -1;
                }
            }
        }

        /** The next place, this one included, with something that has not expired; negative if there is none. */
        int next(int from, int second) {
            for (int slot = from; slot < marks.length; slot++) {
                boolean taken = (byte) MARKS.getAcquire(marks, slot) != 0;
                if (taken && Integer.compareUnsigned(expiresAtSecond[slot], second) > 0) {
                    return slot;
                }
            }
            return -1;
        }

        PackedId id(int slot) {
            return new PackedId(ids[2 * slot], ids[2 * slot + 1]);
        }

        RevokedEntry entry(int slot) {
            return new RevokedEntry(revokedAtMicros[slot], expiresAtSecond[slot], reasons[slot], confirmedBy[slot]);
        }

        /** Adds an id that is not here. */
        private void add(PackedId id, RevokedEntry entry) {
            long hash = id.hash();
            int slot = first(hash);
            while (marks[slot] != 0) {
                slot = following(slot);
            }
            ids[2 * slot] = id.high();
            ids[2 * slot + 1] = id.low();
            set(slot, mark(hash), entry);
        }

        private void set(int slot, byte mark, RevokedEntry entry) {
            revokedAtMicros[slot] = entry.revokedAtMicros();
            expiresAtSecond[slot] = entry.expiresAtSecond();
            reasons[slot] = entry.reason();
            confirmedBy[slot] = entry.confirmedBy();
            MARKS.setRelease(marks, slot, mark);
        }

        /** Others with what has not expired, half of them free. */
        private Slots living(int second, int entries) {
            Slots others = new Slots(Math.max(MIN_CAPACITY, 2 * entries));
            for (int slot = next(0, second); slot >= 0; slot = next(slot + 1, second)) {
                others.add(id(slot), entry(slot));
            }
            return others;
        }

        /** By bits of the hash that {@link PackedEntries} does not choose the table by. */
        private int first(long hash) {
            long fraction = hash << PackedEntries.BITS >>> 32;
            return (int) ((fraction * marks.length) >>> 32);
        }

        private int following(int slot) {
            return slot + 1 < marks.length ? slot + 1 : 0;
        }

        /** Never that of a free slot. */
        private static byte mark(long hash) {
            return (byte) (hash >>> 16 | 1);
        }
    }
}
