package dev.latchkey.verifier;

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

/** The list in a sibling. Half of it are sessions, half tokens; a look-up is as a request makes it, from the text of an id. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class VerifierList {

    @Param({"10000", "1000000"})
    int entries;

    private RevocationList list;
    private IdTexts texts;

    @Setup
    public void fill() throws FeedException {
        long before = IdTexts.used();
        list = new RevocationList(RevocationList.MAX_ENTRIES);
        Instant expiresAt = Instant.parse("2100-01-01T00:00:00Z");
        SplittableRandom random = new SplittableRandom(IdTexts.SEED);
        for (int i = 0; i < entries; i++) {
            boolean session = i % 2 == 0;
            String id = session ? IdTexts.session(random) : IdTexts.token(random);
            list.learn(
                    new Revocation(session ? TokenKind.SID : TokenKind.JTI, id, expiresAt, expiresAt), Instant.EPOCH);
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
