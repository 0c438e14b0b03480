package dev.latchkey.revocation;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** What one reader of the feed gets, piece by piece, each made or fetched when the one before is on its way. For one thread at a time. */
interface FeedSource {

    /** Instead of a piece: there is no more, the answer is complete. */
    Buffer END = Buffer.buffer();

    /** The next piece, {@link #END}, or null when there is none yet. */
    @Nullable
    Buffer next();
}
