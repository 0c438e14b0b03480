import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id and nothing else, as dev.latchkey.password.Argon2Hasher computes it, memory used again included, with the default settings
 * unless others are given: what signing in would cost if the rest were free. Prints as report.lua does.
 *
 * <p>java -cp bcprov.jar BareHash.java THREADS WARM_UP_SECONDS SECONDS [KIBIBYTES PASSES]
 */
class BareHash {

    private static int memory = 19456;
    private static int passes = 2;
    private static final ThreadLocal<FixedBlockPool> BLOCKS = ThreadLocal.withInitial(() -> new FixedBlockPool(2 * memory));

    public static void main(String[] args) throws Exception {
        int threads = Integer.parseInt(args[0]);
        if (args.length > 3) {
            memory = Integer.parseInt(args[3]);
            passes = Integer.parseInt(args[4]);
        }
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        measure(executor, threads, Integer.parseInt(args[1]));
        long start = System.nanoTime();
        long[] micros = measure(executor, threads, Integer.parseInt(args[2]));
        long elapsed = (System.nanoTime() - start) / 1000;
        executor.shutdown();
        System.out.printf(
                "BENCH %d %d %d %d 0%n", micros.length, elapsed, micros[micros.length / 2], micros[micros.length * 99 / 100]);
    }

    private static long[] measure(ExecutorService executor, int threads, int seconds) throws Exception {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        Callable<List<Long>> work = () -> {
            List<Long> micros = new ArrayList<>();
            while (System.nanoTime() < end) {
                long before = System.nanoTime();
                hash();
                micros.add((System.nanoTime() - before) / 1000);
            }
            return micros;
        };
        List<Long> all = new ArrayList<>();
        for (Future<List<Long>> done : executor.invokeAll(java.util.Collections.nCopies(threads, work))) {
            all.addAll(done.get());
        }
        long[] sorted = all.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private static void hash() {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(1)
                .withSalt(new byte[16])
                .withBlockPool(BLOCKS.get())
                .build());
        generator.generateBytes("correct horse battery staple".getBytes(StandardCharsets.UTF_8), new byte[32]);
    }
}
