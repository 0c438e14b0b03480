package dev.latchkey.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedEntriesTest {

    private static final int FOR_EVER = -1;

    private final PackedEntries entries = new PackedEntries();

    /** With few bits nearly all ids meet each other, and zero is among them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64})
    void behavesAsAMapWhateverIsDone(int bitsOfIds) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            PackedEntries entries = new PackedEntries();
            Map<PackedId, RevokedEntry> model = new HashMap<>();
            for (int step = 0; step < 3_000; step++) {
                PackedId id = id(random, bitsOfIds);
                if (random.nextInt(500) == 0) {
                    int second = random.nextInt(1_000);
                    entries.dropExpired(second);
                    model.values().removeIf(entry -> entry.isExpired(second));
                } else if (random.nextInt(3) > 0) {
                    RevokedEntry entry = new RevokedEntry(step, 1 + random.nextInt(1_000), "reason-" + step, step);
                    assertThat(entries.learn(id, entry)).isEqualTo(!model.containsKey(id));
                    model.merge(id, entry, RevokedEntry::unitedWith);
                }
                assertThat(entries.contains(id)).isEqualTo(model.containsKey(id));
                assertThat(entries.size()).isEqualTo(model.size());
            }
            assertThat(model)
                    .allSatisfy((id, entry) -> assertThat(entries.find(id)).contains(entry));
            Map<PackedId, RevokedEntry> living = new HashMap<>();
            entries.living(500).forEachRemaining(found -> living.put(found.id(), found.entry()));
            model.values().removeIf(entry -> entry.isExpired(500));
            assertThat(living).isEqualTo(model);
        }
    }

    private static PackedId id(Random random, int bits) {
        long mask = -1L >>> (Long.SIZE - bits);
        // in the upper half the bits that a hash might lose
        return new PackedId(random.nextLong() & mask << (Long.SIZE - bits), random.nextLong() & mask);
    }

    @Test
    void idsOfTheRightLengthInCharactersAloneAreNotPacked() {
        assertThat(PackedId.of(TokenKind.JTI, "\uD83D\uDE00" + "A".repeat(20))).isNull();
        assertThat(PackedId.of(TokenKind.SID, "01931c0e-8d2b-7cc1-9f0a-2b6d3f1f7f\uD83D\uDE00"))
                .isNull();
    }

    @Test
    void idsWithTheSameHashAreToldApart() {
        for (long i = 0; i < 1_000; i++) {
            entries.learn(new PackedId(i, i), entry(FOR_EVER));
        }

        for (long i = 0; i < 1_000; i++) {
            assertThat(entries.contains(new PackedId(i, i))).isTrue();
            assertThat(entries.contains(new PackedId(~i, ~i))).isFalse();
        }
        assertThat(entries.size()).isEqualTo(1_000);
    }

    @Test
    void readersNeverMissWhatIsThereWhileItGrowsAndOthersExpire() throws InterruptedException {
        int last = 300_000;
        AtomicInteger written = new AtomicInteger(-1);
        AtomicReference<String> failure = new AtomicReference<>();
        List<Thread> readers = Stream.generate(() -> new Thread(() -> readOrFail(written, last, failure)))
                .limit(3)
                .toList();
        readers.forEach(Thread::start);

        for (int i = 0; i <= last; i++) {
            // every second one goes at the next purge
            entries.learn(numbered(i), entry(i % 2 == 0 ? FOR_EVER : 1));
            written.set(i);
            if (i % 10_000 == 0) {
                entries.dropExpired(1);
            }
        }

        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(failure.get()).isNull();
        assertThat(entries.size()).isEqualTo(last / 2 + 1);
    }

    private void readOrFail(AtomicInteger written, int last, AtomicReference<String> failure) {
        try {
            read(written, last, failure);
        } catch (RuntimeException e) {
            failure.set(e.toString());
        }
    }

    private void read(AtomicInteger written, int last, AtomicReference<String> failure) {
        Random random = new Random();
        for (int known = written.get(); known < last && failure.get() == null; known = written.get()) {
            if (known < 0) {
                continue;
            }
            // the newest, which may be in the midst of growing, and any other
            for (int i : new int[] {known, random.nextInt(known + 1)}) {
                if (i % 2 == 0 && !entries.contains(numbered(i))) {
                    failure.set(i + " is missing");
                }
            }
            if (entries.contains(numbered(last + 1 + random.nextInt(last)))) {
                failure.set("what was never learned is there");
            }
        }
    }

    @Test
    void writersDoNotLoseEachOthersEntries() throws InterruptedException {
        List<Thread> writers = new ArrayList<>();
        AtomicInteger fresh = new AtomicInteger();
        for (int writer = 0; writer < 4; writer++) {
            int from = writer * 10_000;
            // each shares half of its entries with the next
            writers.add(new Thread(() -> {
                for (int i = from; i < from + 20_000; i++) {
                    if (entries.learn(numbered(i), entry(FOR_EVER))) {
                        fresh.incrementAndGet();
                    }
                }
            }));
        }
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }

        assertThat(entries.size()).isEqualTo(50_000);
        assertThat(fresh).hasValue(50_000);
        for (int i = 0; i < 50_000; i++) {
            assertThat(entries.contains(numbered(i))).isTrue();
        }
    }

    @Test
    void livingHasAllThatWasThereBeforeThoughTheTablesAreReplacedMeanwhile() {
        for (int i = 0; i < 10_000; i++) {
            entries.learn(numbered(i), entry(FOR_EVER));
        }
        Iterator<PackedEntries.Found> living = entries.living(1);
        Set<PackedId> found = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            found.add(living.next().id());
        }

        for (int i = 10_000; i < 100_000; i++) {
            entries.learn(numbered(i), entry(1));
        }
        entries.dropExpired(1);
        living.forEachRemaining(each -> found.add(each.id()));

        for (int i = 0; i < 10_000; i++) {
            assertThat(found).contains(numbered(i));
        }
    }

    private static RevokedEntry entry(int expiresAtSecond) {
        return new RevokedEntry(0, expiresAtSecond, "signed_out", 0);
    }

    /** Spread as random ids are. */
    private static PackedId numbered(int i) {
        return new PackedId(i * 0xbf58_476d_1ce4_e5b9L, i * 0x94d0_49bb_1331_11ebL);
    }
}
