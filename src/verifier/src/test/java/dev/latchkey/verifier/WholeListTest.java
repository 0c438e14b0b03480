package dev.latchkey.verifier;

import static dev.latchkey.verifier.ScriptedServer.FEED;
import static dev.latchkey.verifier.ScriptedServer.begin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The list as a whole, from a {@code reset} to its {@code complete}: at the start, and when there is a gap that cannot be caught up. */
class WholeListTest {

    private static final Duration LONG = Duration.ofSeconds(15);
    private static final Duration MAX_STALENESS = Duration.ofSeconds(30);
    private static final String RESET = "event: reset\ndata: {\"cursor\":\"t.0\"}\n\n";

    private final ScriptedServer server;
    private final RevocationList list = new RevocationList(RevocationList.MAX_ENTRIES);
    private final Freshness freshness = new Freshness(System::nanoTime, MAX_STALENESS);
    private final Follower follower;

    /** Of each connection in order; "none" without. */
    private final List<String> cursors = new CopyOnWriteArrayList<>();

    private final List<Answer> answers = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    /** What one connection brings. */
    private interface Answer {
        void write(OutputStream out) throws IOException;
    }

    WholeListTest() throws IOException {
        server = new ScriptedServer().silentFor(Duration.ofMinutes(1));
        follower = new Follower(
                new Feed(server.settings(null), System::nanoTime),
                list,
                freshness,
                new TimeToDeny(),
                Clock.systemUTC(),
                MAX_STALENESS);
    }

    @BeforeEach
    void answerInTurn() {
        server.on(FEED, exchange -> {
            String cursor = exchange.getRequestHeaders().getFirst("Last-Event-ID");
            cursors.add(cursor == null ? "none" : cursor);
            answers.get(Math.min(cursors.size(), answers.size()) - 1).write(begin(exchange));
        });
    }

    @AfterEach
    void stop() {
        over.countDown();
        follower.stop();
        server.close();
    }

    @Test
    @DisplayName(
            "broken off at the start: nothing counts as loaded, the next connection begins anew, and what came is known")
    void brokenOffAtTheStart() {
        String first = id();
        String second = id();
        CountDownLatch seen = new CountDownLatch(1);
        answers.add(out -> write(out, RESET + listed(first)));
        answers.add(out -> {
            write(out, RESET + listed(first) + listed(second));
            out.flush();
            ScriptedServer.waitFor(seen);
            write(out, complete("t.7"));
            stay(out);
        });

        follower.start();

        await().atMost(LONG).until(() -> knows(first) && knows(second));
        assertThat(freshness.isLoaded()).isFalse();
        seen.countDown();
        await().atMost(LONG).until(freshness::isLoaded);
        assertThat(cursors).containsExactly("none", "none");
        assertThat(list.size()).isEqualTo(2);
    }

    @Test
    @DisplayName("a cursor too old to resume from: the whole list in its place, and what it lacks stays known")
    void gapThatCannotBeCaughtUp() {
        String before = id();
        String meanwhile = id();
        answers.add(out -> write(out, RESET + listed(before) + complete("t.7")));
        answers.add(out -> {
            write(out, RESET + listed(meanwhile) + complete("u.2"));
            stay(out);
        });

        follower.start();

        await().atMost(LONG).until(() -> knows(meanwhile));
        assertThat(knows(before)).isTrue();
        assertThat(cursors).containsExactly("none", "t.7");
    }

    @Test
    @DisplayName(
            "broken off in the middle after a gap: asked for again from the old cursor, for the new one was not reached")
    void brokenOffAfterAGap() {
        String one = id();
        String other = id();
        answers.add(out -> write(out, RESET + complete("t.7")));
        answers.add(out -> write(out, RESET + listed(one)));
        answers.add(out -> write(out, RESET + listed(one) + listed(other) + complete("u.2")));
        answers.add(this::stay);

        follower.start();

        await().atMost(LONG).until(() -> cursors.size() >= 4);
        assertThat(cursors.subList(0, 4)).containsExactly("none", "t.7", "t.7", "u.2");
        assertThat(knows(one) && knows(other)).isTrue();
        assertThat(freshness.isStale()).isFalse();
    }

    @Test
    @DisplayName("the whole list in the middle of a stream: taken in, no break, no less current")
    void wholeListInTheMiddle() {
        String before = id();
        String after = id();
        answers.add(out -> {
            write(out, RESET + complete("t.7") + revoked("t.8", before));
            write(out, RESET + listed(after) + complete("u.1"));
            stay(out);
        });

        follower.start();

        await().atMost(LONG).until(() -> knows(after));
        assertThat(knows(before)).isTrue();
        assertThat(freshness.isLoaded()).isTrue();
        assertThat(cursors).containsExactly("none");
    }

    @Test
    @DisplayName("a long one that comes in pieces of any size, cut wherever, is known to the last entry")
    void longListInOddPieces() {
        List<String> ids = new ArrayList<>();
        StringBuilder all = new StringBuilder(RESET);
        for (int i = 0; i < 20_000; i++) {
            String id = id();
            ids.add(id);
            all.append(listed(id));
        }
        byte[] bytes = all.append(complete("t.7")).toString().getBytes(StandardCharsets.UTF_8);
        answers.add(out -> {
            int size = 1;
            for (int from = 0; from < bytes.length; from += size) {
                size = size % 9_973 * 7 + 1;
                out.write(bytes, from, Math.min(size, bytes.length - from));
                out.flush();
            }
            stay(out);
        });

        follower.start();

        await().atMost(LONG).until(freshness::isLoaded);
        assertThat(ids).allMatch(this::knows);
        assertThat(list.size()).isEqualTo(ids.size());
    }

    @Test
    @DisplayName("from a node that has lost its database: asked for once, then resumed from, until a node hears")
    void wholeListOfDeafNode() {
        String listed = id();
        String deaf = complete("t.7").replace("\"age_ms\":14", "\"age_ms\":20000");
        answers.add(out -> write(out, RESET + listed(listed) + deaf));
        answers.add(out -> write(out, deaf));
        answers.add(out -> {
            write(out, complete("t.7"));
            stay(out);
        });

        follower.start();

        await().atMost(LONG)
                .until(() -> cursors.size() == 3
                        && freshness.staleness().orElseThrow().toSeconds() < 10);
        assertThat(cursors).containsExactly("none", "t.7", "t.7");
        assertThat(knows(listed)).isTrue();
    }

    private boolean knows(String session) {
        return list.contains(TokenKind.SID, session);
    }

    /** Until the test is over: a connection that ends is made anew. */
    private void stay(OutputStream out) throws IOException {
        out.flush();
        ScriptedServer.waitFor(over);
    }

    private static void write(OutputStream out, String events) throws IOException {
        out.write(events.getBytes(StandardCharsets.UTF_8));
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static String listed(String session) {
        return "event: revoked\n" + data(session);
    }

    private static String revoked(String cursor, String session) {
        return "event: revoked\nid: " + cursor + "\n" + data(session);
    }

    private static String data(String session) {
        return "data: {\"kind\":\"sid\",\"token_id\":\"" + session
                + "\",\"revoked_at\":\"2026-01-02T03:04:05Z\",\"expires_at\":\"2100-01-01T00:00:00Z\"}\n\n";
    }

    private static String complete(String cursor) {
        return "event: complete\nid: " + cursor + "\ndata: {\"as_of\":\"2026-01-02T03:04:06Z\",\"age_ms\":14}\n\n";
    }
}
