package dev.latchkey.verifier;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A body that is read while it comes, and given up when what was waited for is not there in time: the JDK's own stream waits for ever
 * once the headers are there, and whoever sends a byte now and then is never silent. Asks for the next piece only when the last was
 * read, so that a reader's pace holds the sender back.
 */
final class TimedBody extends InputStream implements BodySubscriber<TimedBody> {

    private static final Object COMPLETE = new Object();

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long limitNanos;
    private final BlockingQueue<Object> pieces = new ArrayBlockingQueue<>(4);
    private @Nullable List<ByteBuffer> current;
    private int index;
    private boolean ended;
    private long deadlineNanos;
    private volatile boolean closed;
    private volatile @Nullable Subscription subscription;

    /** @param limit for all of it, unless it is said to {@link #beginAnew} */
    TimedBody(Duration limit) {
        this.limitNanos = limit.toNanos();
        beginAnew();
    }

    /** From now on there is the whole limit again, for the next part of what has no end. */
    void beginAnew() {
        deadlineNanos = System.nanoTime() + limitNanos;
    }

    @Override
    public CompletionStage<TimedBody> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        if (closed) {
            subscription.cancel();
            return;
        }
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> piece) {
        // never more than one is asked for, so that there is room for it and for the end
        pieces.add(piece);
    }

    @Override
    public void onError(Throwable throwable) {
        pieces.add(throwable);
    }

    @Override
    public void onComplete() {
        pieces.add(COMPLETE);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws HttpTimeoutException when the limit is over */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (!ended) {
            List<ByteBuffer> piece = current;
            if (piece == null) {
                await();
                continue;
            }
            for (; index < piece.size(); index++) {
                ByteBuffer buffer = piece.get(index);
                if (buffer.hasRemaining()) {
                    int count = Math.min(length, buffer.remaining());
                    buffer.get(into, offset, count);
                    return count;
                }
            }
            current = null;
            Subscription source = subscription;
            if (source != null) {
                source.request(1);
            }
        }
        return -1;
    }

    @SuppressWarnings("unchecked")
    private void await() throws IOException {
        Object next;
        try {
            next = pieces.poll(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        // what comes out of a process that was stopped for long lay in some buffer, and is old
        if (next == null || System.nanoTime() - deadlineNanos > SECOND) {
            throw new HttpTimeoutException("nothing whole came within " + Duration.ofNanos(limitNanos));
        }
        if (next == COMPLETE) {
            ended = true;
        } else if (next instanceof Throwable failure) {
            throw new IOException("the connection broke", failure);
        } else {
            current = (List<ByteBuffer>) next;
            index = 0;
        }
    }

    /** Ends the connection; a reader that waits is told. */
    @Override
    public void close() {
        closed = true;
        Subscription source = subscription;
        if (source != null) {
            source.cancel();
        }
        pieces.offer(COMPLETE);
    }
}
