package dev.latchkey.revocation;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** What one reader of the feed gets, piece by piece, each made or fetched when the one before is on its way. For one thread at a time. */
interface FeedSource {

    /** The next piece; null when there is none yet, or none any more. */
    @Nullable
    Buffer next();

    /** Whether there is none any more: the answer is complete. */
    boolean isComplete();
}
