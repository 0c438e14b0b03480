package dev.latchkey.revocation;

import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * What this node learned last, in the order in which it learned it, already written as events: what a reader of the stream gets who
 * is current or was so a while ago. Every reader has a position in it and shares its bytes. Bounded; who falls behind its end has to
 * begin anew.
 *
 * <p>Written by the follower's thread, read by any.
 */
@Singleton
class RevocationJournal {

    /** Entries that are remembered, some 2 MB. */
    static final int CAPACITY = 10_000;

    private static final int ENTRIES_OF_A_PIECE = 64;

    /**
     * Some entries that became known together.
     *
     * @param maxXid the highest transaction in it
     * @param events what every reader is sent; never changed
     */
    record Piece(long maxXid, int entries, Buffer events) {}

    /**
     * How far the journal is.
     *
     * @param xmin no transaction below it will bring anything anymore
     * @param maxXid the highest transaction that brought something
     * @param forgottenXid the highest transaction whose entries are no longer remembered
     * @param position of the last piece
     * @param epoch how often the history was broken off, by a failover
     * @param polls how often the database has answered
     */
    record State(String timeline, long xmin, long maxXid, long forgottenXid, long position, int epoch, long polls) {

        /**
         * Whoever read this far has every entry below. It stays where it is while nothing is revoked, although the database's numbers
         * go on.
         */
        Cursor cursor() {
            return new Cursor(timeline, Math.min(xmin, maxXid + 1));
        }

        /** Whether nothing below what was seen can still appear: then equal cursors mean equal lists, on every node. */
        boolean isSettled() {
            return maxXid < xmin;
        }

        boolean isAhead(Cursor cursor) {
            return cursor.timeline().equals(timeline) && cursor.number() > xmin;
        }
    }

    private final ConcurrentSkipListMap<Long, Piece> pieces = new ConcurrentSkipListMap<>();
    private final List<Runnable> observers = new ArrayList<>();
    private Set<RevokedRow> seen = Set.of();
    private int entries;
    private volatile @Nullable State state;

    /** Calls the observer after each change, on the follower's thread. To be set before the follower starts. */
    void onChange(Runnable observer) {
        observers.add(observer);
    }

    /** Empty before the list was first loaded. */
    Optional<State> state() {
        return Optional.ofNullable(state);
    }

    /** The piece at a position; null if it has not come yet or is forgotten. */
    @Nullable
    Piece pieceAt(long position) {
        return pieces.get(position);
    }

    /** The position up to which a reader with this cursor knows all; empty if that cannot be said, and they must begin anew. */
    OptionalLong positionOf(Cursor cursor) {
        State now = state;
        if (now == null || !cursor.timeline().equals(now.timeline()) || cursor.number() > now.xmin()) {
            return OptionalLong.empty();
        }
        long position = now.position();
        // transactions commit out of order, so what the reader lacks may begin before the piece that reaches the cursor
        for (Map.Entry<Long, Piece> piece : pieces.entrySet()) {
            if (piece.getValue().maxXid() >= cursor.number()) {
                position = piece.getKey() - 1;
                break;
            }
        }
        // asked last: pieces may have been forgotten meanwhile
        State then = state;
        return then != null && then.epoch() == now.epoch() && cursor.number() > then.forgottenXid()
                ? OptionalLong.of(position)
                : OptionalLong.empty();
    }

    /** Begins to take in a load of the whole table. */
    Load beginLoad(String timeline) {
        return new Load(timeline, state);
    }

    /** Takes in what a poll brought; rows may come again while an older transaction is open. */
    void append(List<RevokedRow> rows, long xmin) {
        State before = state;
        if (before == null) {
            throw new IllegalStateException("Nothing was loaded");
        }
        Set<RevokedRow> again = new HashSet<>();
        List<RevokedRow> fresh = new ArrayList<>();
        for (RevokedRow row : rows) {
            if (!seen.contains(row)) {
                fresh.add(row);
            }
            if (row.xid() >= xmin) {
                again.add(row);
            }
        }
        seen = again;
        publish(before, fresh, xmin);
    }

    private void publish(State before, List<RevokedRow> fresh, long xmin) {
        long maxXid = fresh.stream().mapToLong(RevokedRow::xid).reduce(before.maxXid(), Math::max);
        long position = before.position();
        long forgottenXid = before.forgottenXid();
        Cursor after = new Cursor(before.timeline(), Math.min(xmin, maxXid + 1));
        for (int i = 0; i < fresh.size(); i += ENTRIES_OF_A_PIECE) {
            List<RevokedRow> some = fresh.subList(i, Math.min(i + ENTRIES_OF_A_PIECE, fresh.size()));
            boolean last = i + some.size() == fresh.size();
            pieces.put(++position, piece(some, before.cursor(), last ? after : before.cursor()));
            entries += some.size();
        }
        while (entries > CAPACITY) {
            Piece oldest = pieces.pollFirstEntry().getValue();
            entries -= oldest.entries();
            forgottenXid = Math.max(forgottenXid, oldest.maxXid());
        }
        state = new State(before.timeline(), xmin, maxXid, forgottenXid, position, before.epoch(), before.polls() + 1);
        if (position > before.position()) {
            observers.forEach(Runnable::run);
        }
    }

    private static Piece piece(List<RevokedRow> rows, Cursor before, Cursor after) {
        Buffer events = Buffer.buffer(rows.size() * FeedEvents.TYPICAL_BYTES);
        long maxXid = 0;
        for (int i = 0; i < rows.size(); i++) {
            FeedEvents.revoked(events, rows.get(i).token(), i == rows.size() - 1 ? after : before);
            maxXid = Math.max(maxXid, rows.get(i).xid());
        }
        return new Piece(maxXid, rows.size(), events);
    }

    /** A load in progress: keeps what the readers lack, and the newest entries in case that cannot be told. */
    final class Load {

        private static final Comparator<RevokedRow> OLDEST_FIRST = Comparator.comparingLong(RevokedRow::xid);

        private final String timeline;
        private final @Nullable State before;
        private final List<RevokedRow> missed = new ArrayList<>();
        private final PriorityQueue<RevokedRow> newest = new PriorityQueue<>(OLDEST_FIRST);
        private long forgottenXid;

        private Load(String timeline, @Nullable State before) {
            this.timeline = timeline;
            this.before = before != null && before.timeline().equals(timeline) ? before : null;
        }

        void add(RevokedRow row) {
            if (before != null && row.xid() >= before.xmin()) {
                missed.add(row);
            }
            newest.add(row);
            if (newest.size() > CAPACITY) {
                forgottenXid = Math.max(forgottenXid, newest.remove().xid());
            }
        }

        /** @param xmin no transaction below it will bring anything anymore */
        void finish(long xmin) {
            if (before != null && xmin >= before.xmin()) {
                append(missed, xmin);
            } else {
                restart(xmin);
            }
        }

        /** The numbers have no relation to those of before: whatever readers know, they are told everything again. */
        private void restart(long xmin) {
            State old = state;
            pieces.clear();
            entries = 0;
            seen = Set.of();
            List<RevokedRow> rows = new ArrayList<>(newest);
            rows.sort(OLDEST_FIRST);
            State nothing = new State(
                    timeline,
                    forgottenXid + 1,
                    // purged entries had numbers too: where none is left the cursor begins at the present
                    rows.isEmpty() ? xmin - 1 : forgottenXid,
                    forgottenXid,
                    old == null ? 0 : old.position(),
                    old == null ? 0 : old.epoch() + 1,
                    old == null ? 0 : old.polls());
            publish(nothing, rows, xmin);
        }
    }
}
