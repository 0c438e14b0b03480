package dev.latchkey.revocation;

import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The whole list as one JSON object, written while it is read: a reader costs one piece of memory, however long the list is. */
final class ListSource implements FeedSource {

    private static final int ENTRIES_OF_A_PIECE = 64;

    private final Buffer head;
    private final Iterator<RevokedToken> tokens;
    private boolean begun;
    private boolean complete;

    ListSource(Buffer head, Iterator<RevokedToken> tokens) {
        this.head = head;
        this.tokens = tokens;
    }

    @Override
    public @Nullable Buffer next() {
        if (complete) {
            return null;
        }
        Buffer piece = Buffer.buffer(ENTRIES_OF_A_PIECE * FeedEvents.TYPICAL_BYTES);
        boolean first = !begun;
        if (first) {
            piece.appendBuffer(head);
            begun = true;
        }
        for (int i = 0; i < ENTRIES_OF_A_PIECE && tokens.hasNext(); i++) {
            if (!first || i > 0) {
                piece.appendString(",");
            }
            FeedEvents.entry(piece, tokens.next());
        }
        if (!tokens.hasNext()) {
            piece.appendString("]}");
            complete = true;
        }
        return piece;
    }

    @Override
    public boolean isComplete() {
        return complete;
    }
}
