package dev.latchkey.revocation;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The entries of one kind whose ids can be packed, in many small tables: none is long in growing, and a slow reader of the whole list
 * holds the earlier arrays of one.
 */
final class PackedEntries {

    /** Of the hash, which choose the table. */
    static final int BITS = 6;

    /** An entry with its id. */
    record Found(PackedId id, RevokedEntry entry) {}

    private final List<EntryTable> tables =
            Stream.generate(EntryTable::new).limit(1 << BITS).toList();

    boolean contains(PackedId id) {
        return tableOf(id).slots().find(id) >= 0;
    }

    Optional<RevokedEntry> find(PackedId id) {
        EntryTable.Slots slots = tableOf(id).slots();
        int slot = slots.find(id);
        return slot < 0 ? Optional.empty() : Optional.of(slots.entry(slot));
    }

    boolean learn(PackedId id, RevokedEntry entry) {
        return tableOf(id).learn(id, entry);
    }

    void dropExpired(int second) {
        tables.forEach(table -> table.dropExpired(second));
    }

    int size() {
        return tables.stream().mapToInt(EntryTable::size).sum();
    }

    /** What has not expired. What was there before is among it, what comes meanwhile may be. */
    Iterator<Found> living(int second) {
        return new Living(tables.iterator(), second);
    }

    private EntryTable tableOf(PackedId id) {
        return tables.get((int) (id.hash() >>> (Long.SIZE - BITS)));
    }

    private static final class Living implements Iterator<Found> {

        private final Iterator<EntryTable> following;
        private final int second;
        private EntryTable.Slots slots;
        private int slot;

        Living(Iterator<EntryTable> tables, int second) {
            this.following = tables;
            this.second = second;
            slots = tables.next().slots();
            slot = slots.next(0, second);
        }

        @Override
        public boolean hasNext() {
            while (slot < 0 && following.hasNext()) {
                slots = following.next().slots();
                slot = slots.next(0, second);
            }
            return slot >= 0;
        }

        @Override
        public Found next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Found found = new Found(slots.id(slot), slots.entry(slot));
            slot = slots.next(slot + 1, second);
            return found;
        }
    }
}
