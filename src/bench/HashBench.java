package dev.latchkey.password;

import com.password4j.Argon2Function;
import de.mkammerer.argon2.Argon2Advanced;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One Argon2id hash. All of them make the same one, which is looked at before. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class HashBench {

    private interface Hash {
        byte[] of(String password);
    }

    private static final String PASSWORD = "correct horse battery staple";
    private static final byte[] SALT = "sixteen bytes ..".getBytes(StandardCharsets.US_ASCII);

    @Param({"the service", "Bouncy Castle", "password4j", "libargon2"})
    public String by;

    /** KiB, passes, lanes: ours, and those of Keycloak. */
    @Param({"19456 2 1", "7168 5 1"})
    public String cost;

    private Hash hash;

    @Setup
    public void prepare() {
        int[] numbers = Stream.of(cost.split(" ")).mapToInt(Integer::parseInt).toArray();
        hash = hash(by, numbers[0], numbers[1], numbers[2]);
        byte[] expected = hash("Bouncy Castle", numbers[0], numbers[1], numbers[2]).of(PASSWORD);
        if (!Arrays.equals(hash.of(PASSWORD), expected)) {
            throw new IllegalStateException(by + " makes another hash");
        }
    }

    private static Hash hash(String by, int memory, int passes, int lanes) {
        return switch (by) {
            case "the service" -> {
                // asked for nothing but the pepper
                PasswordConfig none = (PasswordConfig) Proxy.newProxyInstance(
                        PasswordConfig.class.getClassLoader(),
                        new Class<?>[] {PasswordConfig.class},
                        (self, method, arguments) -> Optional.empty());
                Argon2Hasher hasher = new Argon2Hasher(memory, passes, lanes, new Peppers(none));
                yield password -> hasher.hash(password, SALT).hash();
            }
            case "Bouncy Castle" -> {
                FixedBlockPool blocks = new FixedBlockPool(2 * memory);
                yield password -> {
                    byte[] out = new byte[32];
                    Argon2BytesGenerator generator = new Argon2BytesGenerator();
                    generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                            .withMemoryAsKB(memory)
                            .withIterations(passes)
                            .withParallelism(lanes)
                            .withSalt(SALT)
                            .withBlockPool(blocks)
                            .build());
                    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), out);
                    return out;
                };
            }
            case "password4j" -> {
                Argon2Function function =
                        Argon2Function.getInstance(memory, passes, lanes, 32, com.password4j.types.Argon2.ID);
                yield password -> function.hash(password.getBytes(StandardCharsets.UTF_8), SALT).getBytes();
            }
            case "libargon2" -> {
                Argon2Advanced argon2 = Argon2Factory.createAdvanced(Argon2Types.ARGON2id);
                yield password -> argon2.rawHash(passes, memory, lanes, password.getBytes(StandardCharsets.UTF_8), SALT);
            }
            default -> throw new IllegalArgumentException(by);
        };
    }

    @Benchmark
    public byte[] hash(Spent spent) {
        spent.hashes++;
        return hash.of(PASSWORD);
    }

    /** Hashes, and the time that the processor spent on them: what else the machine does counts less in it. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Spent {

        public long hashes;
        public long microseconds;
        private long begun;

        @Setup(Level.Iteration)
        public void begin() {
            begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        @TearDown(Level.Iteration)
        public void end() {
            microseconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun) / 1000;
        }
    }
}
