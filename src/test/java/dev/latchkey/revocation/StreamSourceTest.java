package dev.latchkey.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.support.MonotonicClock;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one reader gets while the list, the database and the node change under it. */
class StreamSourceTest {

    private static final class Node implements StreamSource.Shared {

        private int cutOff;
        private boolean stopping;
        private StreamSource.Beat beat = new StreamSource.Beat(0, Buffer.buffer());

        @Override
        public StreamSource.Beat beat() {
            return beat;
        }

        @Override
        public boolean isStopping() {
            return stopping;
        }

        @Override
        public void sent(int entries) {}

        @Override
        public void cutOff() {
            cutOff++;
        }
    }

    private final RevocationJournal journal = new RevocationJournal();
    private final RevocationList list = new RevocationList();
    private final TestNode.Settings settings = TestNode.Settings.bare().clock(Clock.systemUTC(), Duration.ofSeconds(2));
    private final Freshness freshness = new Freshness(new MonotonicClock(), settings.revocation(), settings::maxOffset);
    private final Node node = new Node();

    private StreamSource open(String lastEventId) {
        return open(lastEventId, settings.clock());
    }

    private StreamSource open(String lastEventId, Clock clock) {
        return new StreamSource(
                journal,
                journal.state().orElseThrow(),
                list,
                freshness,
                clock,
                node,
                Permit.unlimited(),
                Cursor.parse(lastEventId));
    }

    private void load(String timeline, long xmin) {
        journal.beginLoad(timeline).finish(xmin);
        freshness.polled(new Freshness.Poll(System.nanoTime(), Instant.now(), Duration.ZERO, Duration.ZERO));
    }

    private RevokedRow learn(long xid) {
        RevokedRow row = new RevokedRow(TestRevocations.session(), xid);
        list.learn(row.token());
        journal.append(List.of(row), xid + 1);
        return row;
    }

    private static String next(StreamSource source) {
        return Optional.ofNullable(source.next()).map(Buffer::toString).orElse("nothing");
    }

    @Test
    void nextWhenTheReaderIsTooSlowThenCutsItOff() {
        load("1-1", 1);
        StreamSource source = open("1-1.1");
        assertThat(next(source)).startsWith("event: resume\n");
        assertThat(next(source)).startsWith("event: complete\n");

        IntStream.rangeClosed(1, RevocationJournal.CAPACITY + 1).forEach(this::learn);

        assertThat(source.next()).isNull();
        assertThat(source.isComplete()).isTrue();
        assertThat(node.cutOff).isOne();
    }

    @Test
    void nextWhenTheDatabaseFailsOverThenTellsEverythingAgain() {
        load("1-1", 1);
        StreamSource source = open("1-1.1");
        RevokedRow known = learn(5);
        assertThat(next(source)).startsWith("event: resume\n");
        assertThat(next(source)).contains(known.token().tokenId());
        assertThat(next(source)).startsWith("event: complete\nid: 1-1.6\n");

        load("1-2", 3);

        assertThat(next(source)).startsWith("event: reset\n").contains("1-2.3");
        assertThat(next(source)).contains(known.token().tokenId()).doesNotContain("id: ");
        assertThat(next(source)).startsWith("event: complete\nid: 1-2.3\n");
    }

    /** What is learned while the list is being sent must come after it, whether or not the list had it, and before complete says so. */
    @Test
    @Requirement("V-04")
    void nextWhenSomethingIsLearnedMeanwhileThenItComesBeforeComplete() {
        load("1-1", 1);
        learn(5);
        StreamSource source = open("none");
        assertThat(next(source)).startsWith("event: reset\n").contains("1-1.6");

        RevokedRow later = learn(7);

        String piece = next(source);
        while (!piece.contains("id: ")) {
            assertThat(piece).startsWith("event: revoked\n");
            piece = next(source);
        }
        assertThat(piece)
                .startsWith("event: revoked\n")
                .contains(later.token().tokenId())
                .contains("id: 1-1.8");
        assertThat(next(source)).startsWith("event: complete\nid: 1-1.8\n");
        assertThat(next(source)).isEqualTo("nothing");
    }

    /** Its clock is to blame, not the entry, which siblings need for as long as they take the token. */
    @Test
    void nextWhenTheClockIsAheadThenListsWhatStillCounts() {
        load("1-1", 1);
        RevokedRow known = learn(5);
        StreamSource source = open("none", Clock.offset(Clock.systemUTC(), Duration.ofDays(1)));
        assertThat(next(source)).startsWith("event: reset\n");

        assertThat(next(source)).contains(known.token().tokenId());
    }

    @Test
    void nextWhenAnotherNodeWasAheadThenWaitsForAPoll() {
        load("1-1", 10);
        StreamSource source = open("1-1.12");

        assertThat(next(source)).isEqualTo("nothing");
        journal.append(List.of(), 12);
        journal.append(List.of(), 12);

        assertThat(next(source)).startsWith("event: resume\n");
    }

    @Test
    void nextWhenTheNumberNeverComesThenBeginsAnew() {
        load("1-1", 10);
        StreamSource source = open("1-1.12");

        journal.append(List.of(), 11);
        journal.append(List.of(), 11);

        assertThat(next(source)).startsWith("event: reset\n");
    }

    @Test
    void nextWhenNothingIsNewThenBeatsOnceForEachBeat() {
        load("1-1", 1);
        StreamSource source = open("1-1.1");
        next(source);
        next(source);

        node.beat = new StreamSource.Beat(1, Buffer.buffer("beat"));

        assertThat(next(source)).isEqualTo("beat");
        assertThat(next(source)).isEqualTo("nothing");
    }

    @Test
    void nextWhenTheNodeStopsThenEnds() {
        load("1-1", 1);
        StreamSource source = open("1-1.1");
        node.stopping = true;

        assertThat(source.next()).isNull();
        assertThat(source.isComplete()).isTrue();
    }
}
