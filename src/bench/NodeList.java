package dev.latchkey.revocation;

import dev.latchkey.bench.IdTexts;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The list on a node, in the same way as {@code VerifierList}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class NodeList {

    @Param({"10000", "1000000"})
    int entries;

    private RevocationList list;
    private IdTexts texts;

    @Setup
    public void fill() {
        long before = IdTexts.used();
        list = new RevocationList();
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        SplittableRandom random = new SplittableRandom(IdTexts.SEED);
        for (int i = 0; i < entries; i++) {
            boolean session = i % 2 == 0;
            String id = session ? IdTexts.session(random) : IdTexts.token(random);
            TokenKind kind = session ? TokenKind.SID : TokenKind.JTI;
            list.learn(new RevokedToken(kind, id, now.plusMillis(i), now.plusSeconds(900), "signed_out"));
        }
        System.out.printf("%nbytes per entry: %.1f%n", (IdTexts.used() - before) / (double) entries);
        texts = new IdTexts(entries);
    }

    @Benchmark
    public boolean sessionThatIsNotRevoked() {
        return list.contains(TokenKind.SID, texts.unknownSession());
    }

    @Benchmark
    public boolean sessionThatIsRevoked() {
        return list.contains(TokenKind.SID, texts.knownSession());
    }

    @Benchmark
    public boolean tokenThatIsNotRevoked() {
        return list.contains(TokenKind.JTI, texts.unknownToken());
    }
}
