package dev.latchkey.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a node remembers of what it learned, and for whom that is enough. */
@Requirement({"V-04", "V-05"})
class RevocationJournalTest {

    private static final String TIMELINE = "7-1";

    private final RevocationJournal journal = new RevocationJournal();

    private static RevokedRow row(long xid) {
        return new RevokedRow(TestRevocations.session(), xid);
    }

    private void load(String timeline, long xmin, RevokedRow... rows) {
        RevocationJournal.Load load = journal.beginLoad(timeline);
        List.of(rows).forEach(load::add);
        load.finish(xmin);
    }

    private RevocationJournal.State state() {
        return journal.state().orElseThrow();
    }

    /** All that a reader with this cursor is sent. */
    private String after(long number) {
        StringBuilder events = new StringBuilder();
        long position = journal.positionOf(new Cursor(TIMELINE, number)).orElseThrow();
        for (RevocationJournal.Piece piece = journal.pieceAt(position + 1);
                piece != null;
                piece = journal.pieceAt(++position + 1)) {
            events.append(piece.events());
        }
        return events.toString();
    }

    private boolean canResume(String timeline, long number) {
        return journal.positionOf(new Cursor(timeline, number)).isPresent();
    }

    @Test
    void loadWhenEmptyThenTheCursorIsThePresent() {
        load(TIMELINE, 50);

        assertThat(state().cursor()).hasToString("7-1.50");
        assertThat(state().isSettled()).isTrue();
        assertThat(after(50)).isEmpty();
        assertThat(canResume(TIMELINE, 51)).as("from the future").isFalse();
        assertThat(canResume("7-2", 50)).as("another timeline").isFalse();
    }

    @Test
    void loadWhenAReaderWasCurrentElsewhereThenItResumes() {
        RevokedRow old = row(10);
        RevokedRow recent = row(20);

        load(TIMELINE, 50, recent, old);

        assertThat(state().cursor().number()).isEqualTo(21);
        assertThat(after(21)).isEmpty();
        assertThat(after(11)).contains(recent.token().tokenId());
        assertThat(after(1)).contains(old.token().tokenId());
    }

    @Test
    void appendWhenATransactionIsOpenThenTheCursorWaitsForIt() {
        load(TIMELINE, 50);
        RevokedRow early = row(60);

        journal.append(List.of(early), 55);
        assertThat(state().cursor().number()).isEqualTo(55);
        assertThat(state().isSettled()).isFalse();
        RevokedRow late = row(55);
        journal.append(List.of(early, late), 61);

        assertThat(state().cursor().number()).isEqualTo(61);
        assertThat(after(55)).contains(early.token().tokenId(), late.token().tokenId());
        assertThat(after(61)).isEmpty();
    }

    @Test
    void appendWhenRowsComeAgainThenTheyAreToldOnce() {
        load(TIMELINE, 50);
        RevokedRow row = row(60);

        journal.append(List.of(row), 55);
        long position = state().position();
        journal.append(List.of(row), 55);
        journal.append(List.of(row), 61);

        assertThat(state().position()).isEqualTo(position);
    }

    @Test
    void appendWhenMoreThanIsRememberedThenReadersFromBeforeBeginAnew() {
        load(TIMELINE, 1);
        int all = RevocationJournal.CAPACITY + 1_000;
        LongStream.rangeClosed(1, all).forEach(xid -> journal.append(List.of(row(xid)), xid + 1));

        assertThat(canResume(TIMELINE, 1_000)).isFalse();
        assertThat(canResume(TIMELINE, 1_001)).isTrue();
        assertThat(after(all)).contains("event: revoked");
        assertThat(after(all + 1L)).isEmpty();
    }

    @Test
    void loadWhenMoreThanIsRememberedThenTheNewestAre() {
        RevokedRow[] rows = LongStream.rangeClosed(1, RevocationJournal.CAPACITY + 10)
                .mapToObj(RevocationJournalTest::row)
                .toArray(RevokedRow[]::new);

        load(TIMELINE, 100_000, rows);

        assertThat(canResume(TIMELINE, 10)).isFalse();
        assertThat(after(11)).contains(rows[10].token().tokenId());
    }

    @Test
    void loadAgainWhenTheTimelineGoesOnThenReadersGetWhatWasMissed() {
        load(TIMELINE, 50);
        int epoch = state().epoch();
        RevokedRow missed = row(70);

        load(TIMELINE, 80, row(20), missed);

        assertThat(state().epoch()).isEqualTo(epoch);
        assertThat(after(50)).contains(missed.token().tokenId()).containsOnlyOnce("event: revoked");
    }

    @Test
    void loadAgainWhenTheDatabaseFailedOverThenEverybodyBeginsAnew() {
        load(TIMELINE, 50);
        int epoch = state().epoch();

        load("7-2", 40);

        assertThat(state().epoch()).isEqualTo(epoch + 1);
        assertThat(canResume(TIMELINE, 50)).isFalse();
    }

    @Test
    void loadAgainWhenTheNumbersWentBackThenEverybodyBeginsAnew() {
        load(TIMELINE, 50);
        int epoch = state().epoch();

        load(TIMELINE, 49);

        assertThat(state().epoch()).isEqualTo(epoch + 1);
    }

    @Test
    void cursorWhenItIsNoneOfOursThenIsNone() {
        assertThat(Cursor.parse("7-1.50")).contains(new Cursor("7-1", 50));
        for (String text :
                List.of("", ".", "7.", ".7", "7-1.50 ", "7-1.-5", "7.1.2", "7_1.5", "1.1234567890123456789")) {
            assertThat(Cursor.parse(text)).as(text).isEmpty();
        }
    }
}
