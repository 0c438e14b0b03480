package dev.latchkey.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.support.ConfigReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many hashes are computed at a time. */
@Requirement("T-07")
@Timeout(30)
class HashingPoolTest {

    @Test
    @DisplayName("as many as fit into half of the heap, one at least, however many processors there are")
    void halfOfTheHeapAtMost() throws Exception {
        int heap = (int) (Runtime.getRuntime().maxMemory() / 1024);
        int processors = Runtime.getRuntime().availableProcessors();

        assertThat(atOnce(heap)).isEqualTo(1);
        assertThat(atOnce(heap / 2)).isEqualTo(1);
        assertThat(atOnce(heap / 4)).isEqualTo(Math.min(2, processors));
        assertThat(atOnce(64)).isEqualTo(processors);
    }

    /** Of more than there are processors. */
    private static int atOnce(int memory) throws Exception {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        int asked = Runtime.getRuntime().availableProcessors() + 2;
        HashingPool pool = new HashingPool(
                ConfigReader.read(
                        PasswordConfig.class,
                        Map.of(
                                "latchkey.password.memory",
                                Integer.toString(memory),
                                "latchkey.password.queue",
                                Integer.toString(asked))),
                metrics);
        ExecutorService callers = Executors.newFixedThreadPool(asked);
        CountDownLatch hold = new CountDownLatch(1);
        try {
            List<Future<Boolean>> hashes = new ArrayList<>();
            for (int i = 0; i < asked; i++) {
                hashes.add(callers.submit(() -> pool.run(() -> {
                    hold.await();
                    return true;
                })));
            }
            await().until(() -> active(metrics) + pool.queued() == asked);
            int active = active(metrics);
            hold.countDown();
            for (Future<Boolean> hash : hashes) {
                assertThat(hash.get()).isTrue();
            }
            return active;
        } finally {
            hold.countDown();
            callers.shutdownNow();
            pool.stop();
        }
    }

    private static int active(SimpleMeterRegistry metrics) {
        return (int) metrics.get("latchkey.hashing.active").gauge().value();
    }
}
