package dev.latchkey.revocation;

import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One reader of the stream, between its opening and its end: first the whole list or what it missed, then whatever the journal
 * gets. It has a position in the journal and no queue, so that a slow reader holds nothing: it is cut off when the journal has
 * forgotten what it would need next.
 */
final class StreamSource implements FeedSource {

    private static final int ENTRIES_OF_A_PIECE = 64;

    /** Another node may have been a moment ahead of this one; after the second poll from now the first has begun since. */
    private static final int POLLS_TO_CATCH_UP = 2;

    /** What readers of the stream share. */
    interface Shared {

        /** The heartbeat that was written last. */
        Beat beat();

        /** Whether streams are to end. */
        boolean isStopping();

        /** Counts entries that a reader was sent. */
        void sent(int entries);

        /** Counts a reader that was too slow. */
        void cutOff();
    }

    /** A heartbeat, of which each reader gets each number at most once. */
    record Beat(long number, Buffer event) {}

    private enum Phase {
        OPENING,
        LISTING,
        CATCHING_UP,
        CURRENT
    }

    private final RevocationJournal journal;
    private final RevocationList list;
    private final Freshness freshness;
    private final Clock clock;
    private final Shared shared;
    private final Permit permit;
    private final Optional<Cursor> resumed;
    private final long pollsAtFirst;

    private Phase phase = Phase.OPENING;
    private Iterator<RevokedToken> tokens = Collections.emptyIterator();
    private RevocationJournal.State since;
    private long position;
    private long lastBeat;
    private boolean over;

    StreamSource(
            RevocationJournal journal,
            RevocationJournal.State state,
            RevocationList list,
            Freshness freshness,
            Clock clock,
            Shared shared,
            Permit permit,
            Optional<Cursor> resumed) {
        this.journal = journal;
        this.since = state;
        this.list = list;
        this.freshness = freshness;
        this.clock = clock;
        this.shared = shared;
        this.permit = permit;
        this.resumed = resumed;
        this.pollsAtFirst = state.polls();
        this.lastBeat = shared.beat().number();
    }

    @Override
    public @Nullable Buffer next() {
        RevocationJournal.State state = journal.state().orElse(since);
        if (over || shared.isStopping() || permit.isOver(clock.instant(), list)) {
            return end();
        }
        if (phase == Phase.OPENING) {
            return open(state);
        }
        if (state.epoch() != since.epoch()) {
            return reset(state);
        }
        return switch (phase) {
            case OPENING, LISTING -> listed();
            case CATCHING_UP -> caughtUp();
            case CURRENT -> current(state);
        };
    }

    private @Nullable Buffer open(RevocationJournal.State state) {
        boolean ahead = resumed.filter(state::isAhead).isPresent();
        if (ahead && state.polls() - pollsAtFirst < POLLS_TO_CATCH_UP) {
            return null;
        }
        OptionalLong known = resumed.map(journal::positionOf).orElse(OptionalLong.empty());
        if (known.isEmpty()) {
            return reset(state);
        }
        position = known.getAsLong();
        since = state;
        phase = Phase.CATCHING_UP;
        return FeedEvents.opening("resume", state.cursor());
    }

    private Buffer reset(RevocationJournal.State state) {
        since = state;
        position = state.position();
        tokens = list.live(freshness.boundedByDatabase(clock.instant()));
        phase = Phase.LISTING;
        return FeedEvents.opening("reset", state.cursor());
    }

    private @Nullable Buffer listed() {
        if (!tokens.hasNext()) {
            // complete says how fresh the reader is: what was learned while the list was sent comes before it
            tokens = Collections.emptyIterator();
            phase = Phase.CATCHING_UP;
            return caughtUp();
        }
        Buffer piece = Buffer.buffer(ENTRIES_OF_A_PIECE * FeedEvents.TYPICAL_BYTES);
        int entries = 0;
        for (; entries < ENTRIES_OF_A_PIECE && tokens.hasNext(); entries++) {
            FeedEvents.listed(piece, tokens.next());
        }
        shared.sent(entries);
        return piece;
    }

    private @Nullable Buffer caughtUp() {
        // before the journal is looked at: it must not be newer than what was sent
        Freshness.AsOf asOf = freshness.asOf().orElseThrow();
        RevocationJournal.State state = journal.state().orElse(since);
        if (state.epoch() != since.epoch()) {
            return reset(state);
        }
        Buffer events = journaled(state);
        if (events != null || over) {
            return events;
        }
        phase = Phase.CURRENT;
        return FeedEvents.current("complete", state.cursor(), asOf.at(), asOf.age());
    }

    private @Nullable Buffer current(RevocationJournal.State state) {
        Buffer events = journaled(state);
        if (events != null || over) {
            return events;
        }
        Beat beat = shared.beat();
        if (beat.number() == lastBeat) {
            return null;
        }
        lastBeat = beat.number();
        return beat.event();
    }

    /** What follows in the journal; null when there is nothing, and when it is forgotten, which is the end. */
    private @Nullable Buffer journaled(RevocationJournal.State state) {
        if (position >= state.position()) {
            return null;
        }
        RevocationJournal.Piece piece = journal.pieceAt(position + 1);
        if (piece == null) {
            shared.cutOff();
            return end();
        }
        position++;
        shared.sent(piece.entries());
        return piece.events();
    }

    private @Nullable Buffer end() {
        over = true;
        return null;
    }

    @Override
    public boolean isComplete() {
        return over;
    }
}
