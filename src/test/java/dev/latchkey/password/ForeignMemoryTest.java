package dev.latchkey.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hashes that were imported take no more memory together than there is for them. */
@Requirement("T-07")
@Timeout(30)
class ForeignMemoryTest {

    private static final int LIMIT = 1000;

    private final ForeignMemory memory = new ForeignMemory(LIMIT);
    private final ExecutorService threads = Executors.newFixedThreadPool(12);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    @DisplayName("in sum")
    void sumIsBounded() throws Exception {
        AtomicInteger inUse = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<Boolean>> hashes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int size = 100 + i * 7 % 400;
            hashes.add(threads.submit(() -> memory.lend(size, () -> {
                most.accumulateAndGet(inUse.addAndGet(size), Math::max);
                Thread.onSpinWait();
                inUse.addAndGet(-size);
                return true;
            })));
        }
        for (Future<Boolean> hash : hashes) {
            assertThat(hash.get()).isTrue();
        }
        assertThat(most.get()).isBetween(101, LIMIT);
    }

    @Test
    @DisplayName("who takes it all is alone, who takes more than there is as well; who takes none waits for nobody")
    void largestIsAlone() throws Exception {
        for (int size : new int[] {LIMIT, 10 * LIMIT}) {
            CountDownLatch hold = new CountDownLatch(1);
            CountDownLatch begun = new CountDownLatch(1);
            Future<Boolean> large = threads.submit(() -> memory.lend(size, () -> {
                begun.countDown();
                return awaited(hold);
            }));
            begun.await();
            AtomicInteger waiting = new AtomicInteger();
            BooleanSupplier hash = () -> true;
            Future<Boolean> small = threads.submit(() -> {
                waiting.incrementAndGet();
                return memory.lend(1, hash);
            });
            await().until(() -> waiting.get() == 1);

            assertThat(memory.lend(0, hash)).isTrue();
            assertThat(small.isDone()).isFalse();

            hold.countDown();
            assertThat(large.get()).isTrue();
            assertThat(small.get()).isTrue();
        }
    }

    @Test
    @DisplayName("what fails gives its memory back")
    void memoryComesBack() {
        for (int i = 0; i < 3; i++) {
            Future<Boolean> failing = threads.submit(() -> memory.lend(LIMIT, () -> {
                throw new IllegalStateException("on purpose");
            }));
            assertThat(failing).failsWithin(Duration.ofSeconds(10));
        }
        assertThat(memory.lend(LIMIT, () -> true)).isTrue();
    }

    @Test
    @DisplayName("a quarter of the heap, but not without limit")
    void limitIsPartOfTheHeap() {
        assertThat(new ForeignMemory().limit())
                .isEqualTo((int) Math.min(262_144, Runtime.getRuntime().maxMemory() / 4096));
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
