package dev.latchkey.revocation;

import dev.latchkey.support.MonotonicClock;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One answer that flows as fast as its reader reads. Runs on the connection's event loop and never waits: it writes while the socket
 * takes it, a few pieces at a time so that others get their turn, and goes on when the socket or the source has something to say.
 */
final class Outflow {

    private static final int PIECES_AT_ONCE = 8;

    /** Whoever takes nothing for so long is cut off: what waits in the socket would be held for nobody. */
    private static final long MAX_STALL_NANOS = Duration.ofSeconds(30).toNanos();

    private final RoutingContext exchange;
    private final HttpServerResponse response;
    private final FeedSource source;
    private final Context context;
    private final MonotonicClock clock;
    private final Runnable cutOff;
    private final AtomicBoolean awake = new AtomicBoolean();

    private @Nullable Long stalledSince;
    private boolean ended;

    Outflow(RoutingContext exchange, FeedSource source, Context context, MonotonicClock clock, Runnable cutOff) {
        this.exchange = exchange;
        this.response = exchange.response();
        this.source = source;
        this.context = context;
        this.clock = clock;
        this.cutOff = cutOff;
    }

    /** @param atEnd called once, however the answer ends */
    void start(Consumer<Outflow> atEnd) {
        exchange.addEndHandler(result -> {
            ended = true;
            atEnd.accept(this);
        });
        response.setChunked(true).drainHandler(drained -> wake());
        wake();
    }

    /** Says that there may be more to write, from any thread. */
    void wake() {
        if (awake.compareAndSet(false, true)) {
            context.runOnContext(woken -> flow());
        }
    }

    private void flow() {
        awake.set(false);
        for (int i = 0; i < PIECES_AT_ONCE; i++) {
            if (ended || isStalled()) {
                return;
            }
            Buffer piece = source.next();
            if (piece == null) {
                endIfComplete();
                return;
            }
            response.write(piece);
        }
        wake();
    }

    private void endIfComplete() {
        if (source.isComplete()) {
            ended = true;
            response.end();
        }
    }

    private boolean isStalled() {
        if (!response.writeQueueFull()) {
            stalledSince = null;
            return false;
        }
        if (stalledSince == null) {
            stalledSince = clock.nanos();
        } else if (clock.nanos() - stalledSince > MAX_STALL_NANOS) {
            ended = true;
            cutOff.run();
            response.reset();
        }
        return true;
    }
}
