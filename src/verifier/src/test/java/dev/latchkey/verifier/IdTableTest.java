package dev.latchkey.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTableTest {

    private static final int FOR_EVER = -1;

    private final IdTable table = new IdTable();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64})
    @DisplayName("whatever is done with it, it has what a map would have")
    void behavesAsAMap(int bitsOfIds) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            IdTable table = new IdTable();
            Map<PackedId, Integer> model = new HashMap<>();
            for (int step = 0; step < 3_000; step++) {
                PackedId id = id(random, bitsOfIds);
                if (random.nextInt(500) == 0) {
                    int second = random.nextInt(1_000);
                    table.dropExpired(second);
                    model.values().removeIf(expiresAtSecond -> expiresAtSecond <= second);
                } else if (random.nextInt(3) > 0) {
                    int expiresAtSecond = 1 + random.nextInt(1_000);
                    table.put(id, expiresAtSecond);
                    model.put(id, expiresAtSecond);
                }
                assertThat(table.contains(id)).isEqualTo(model.containsKey(id));
                assertThat(table.size()).isEqualTo(model.size());
            }
            assertThat(model)
                    .allSatisfy((id, expiresAtSecond) ->
                            assertThat(table.expiresAtSecond(id)).isEqualTo(expiresAtSecond));
        }
    }

    /** With few bits nearly all ids meet each other, and zero is among them. */
    private static PackedId id(Random random, int bits) {
        long mask = -1L >>> (Long.SIZE - bits);
        // in the upper half the bits that a hash might lose
        return new PackedId(random.nextLong() & mask << (Long.SIZE - bits), random.nextLong() & mask);
    }

    @Test
    @DisplayName("ids of which both halves are alike are told apart, though they have the same hash")
    void toldApartWithTheSameHash() {
        for (long i = 0; i < 1_000; i++) {
            table.put(new PackedId(i, i), FOR_EVER);
        }

        for (long i = 0; i < 1_000; i++) {
            assertThat(table.contains(new PackedId(i, i))).isTrue();
            assertThat(table.contains(new PackedId(~i, ~i))).isFalse();
        }
        assertThat(table.size()).isEqualTo(1_000);
    }

    @Test
    @DisplayName("it grows to a million, and shrinks again")
    void grows() {
        for (int i = 0; i < 1_000_000; i++) {
            table.put(numbered(i), i < 999_990 ? 1 : 2);
        }
        assertThat(table.size()).isEqualTo(1_000_000);

        table.dropExpired(1);

        assertThat(table.size()).isEqualTo(10);
        assertThat(table.contains(numbered(999_990))).isTrue();
        assertThat(table.contains(numbered(5))).isFalse();
    }

    @Test
    @DisplayName("readers never miss what is in it, while it grows and while others expire")
    void readersNeverMissWhatIsThere() throws InterruptedException {
        int last = 300_000;
        AtomicInteger written = new AtomicInteger(-1);
        AtomicReference<String> failure = new AtomicReference<>();
        Thread[] readers = Stream.generate(() -> new Thread(() -> readOrFail(written, last, failure)))
                .limit(3)
                .toArray(Thread[]::new);
        for (Thread reader : readers) {
            reader.start();
        }

        for (int i = 0; i <= last; i++) {
            // every second one goes at the next purge
            table.put(numbered(i), i % 2 == 0 ? FOR_EVER : 1);
            written.set(i);
            if (i % 10_000 == 0) {
                table.dropExpired(1);
            }
        }

        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(failure.get()).isNull();
        assertThat(table.size()).isEqualTo(last / 2 + 1);
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
                if (i % 2 == 0 && !table.contains(numbered(i))) {
                    failure.set(i + " is missing");
                }
            }
            if (table.contains(numbered(last + 1 + random.nextInt(last)))) {
                failure.set("what was never put is there");
            }
        }
    }

    /** Spread as random ids are. */
    private static PackedId numbered(int i) {
        return new PackedId(i * 0xbf58_476d_1ce4_e5b9L, i * 0x94d0_49bb_1331_11ebL);
    }
}
