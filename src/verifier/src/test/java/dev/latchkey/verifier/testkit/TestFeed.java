package dev.latchkey.verifier.testkit;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The revocation feed of {@link TestLatchkey}. Its cursor is the number of entries before it. */
public final class TestFeed {

    private static final String TIMELINE = "test.";
    private static final long HEARTBEAT_MILLIS = 200;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<String> entries = new ArrayList<>();
    private final List<String> cursors = new ArrayList<>();
    private @Nullable Instant deafSince;
    private boolean forgetful;
    private boolean closed;

    TestFeed() {}

    /** Puts an entry on the list: a {@code jti}, {@code sid} or {@code kid}. */
    public void revoke(String kind, String tokenId, Instant expiresAt) {
        Instant now = Clock.systemUTC().instant();
        change(() -> entries.add("{\"kind\":\"" + kind + "\",\"token_id\":\"" + tokenId + "\",\"revoked_at\":\"" + now
                + "\",\"expires_at\":\"" + expiresAt + "\"}"));
    }

    /** From now on heartbeats go on, but tell nothing new, as of a node that lost its database so long ago. Entries wait. */
    public void goDeaf(Duration ago) {
        change(() -> deafSince = Clock.systemUTC().instant().minus(ago));
    }

    /** Ends {@link #goDeaf}. */
    public void hear() {
        change(() -> deafSince = null);
    }

    /** From now on no stream can be resumed: whoever connects gets the whole list. */
    public void forgetCursors() {
        change(() -> forgetful = true);
    }

    /** The {@code Last-Event-ID} of every stream that was opened, in order; empty where there was none. */
    public List<String> cursors() {
        lock.lock();
        try {
            return List.copyOf(cursors);
        } finally {
            lock.unlock();
        }
    }

    void close() {
        change(() -> closed = true);
    }

    private void change(Runnable what) {
        lock.lock();
        try {
            what.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void serve(HttpExchange exchange) throws IOException {
        String cursor = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            follow(cursor == null ? "" : cursor, exchange.getResponseBody());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(String cursor, OutputStream out) throws IOException, InterruptedException {
        int next = begin(cursor, out);
        send(out, "complete", next);
        while (true) {
            List<String> fresh = awaitBehind(next);
            if (fresh == null) {
                return;
            }
            for (String entry : fresh) {
                next++;
                write(out, "revoked", TIMELINE + next, entry);
            }
            send(out, "heartbeat", next);
        }
    }

    private int begin(String cursor, OutputStream out) throws IOException {
        int from = 0;
        List<String> missed;
        lock.lock();
        try {
            cursors.add(cursor);
            if (cursor.startsWith(TIMELINE) && !forgetful) {
                from = Integer.parseInt(cursor.substring(TIMELINE.length()));
            }
            missed = List.copyOf(entries.subList(from, entries.size()));
        } finally {
            lock.unlock();
        }
        write(out, from > 0 ? "resume" : "reset", null, "{\"cursor\":\"" + cursor + "\"}");
        for (String entry : missed) {
            write(out, "revoked", null, entry);
        }
        return from + missed.size();
    }

    /** What there is to be told after some time at most; null at the end. */
    private @Nullable List<String> awaitBehind(int next) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(HEARTBEAT_MILLIS);
            while (left > 0 && !closed && (deafSince != null || entries.size() == next)) {
                left = changed.awaitNanos(left);
            }
            if (closed) {
                return null;
            }
            return deafSince != null ? List.of() : List.copyOf(entries.subList(next, entries.size()));
        } finally {
            lock.unlock();
        }
    }

    private void send(OutputStream out, String event, int cursor) throws IOException {
        Instant now = Clock.systemUTC().instant();
        Instant deaf = deafSince;
        Instant asOf = deaf == null ? now : deaf;
        long age = Duration.between(asOf, now).toMillis();
        write(
                out,
                event,
                TIMELINE + cursor,
                "{\"as_of\":\"" + asOf + "\",\"age_ms\":" + age + ",\"cursor\":\"" + TIMELINE + cursor + "\"}");
    }

    private static void write(OutputStream out, String event, @Nullable String id, String data) throws IOException {
        String text = "event: " + event + "\n" + (id == null ? "" : "id: " + id + "\n") + "data: " + data + "\n\n";
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
