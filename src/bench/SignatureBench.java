package dev.latchkey.token;

import dev.latchkey.key.SignatureKeys;
import dev.latchkey.key.SigningKeys;
import dev.latchkey.key.VerificationKey;
import dev.latchkey.support.Randomness;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
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

/** A whole access token: making one, and everything that a node does with one it sees for the first time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SignatureBench {

    @Param({
        "ES256 native", "ES256 java", "ES256 jdk",
        "EdDSA native", "EdDSA java", "EdDSA jdk",
        "RS256 native", "RS256 jdk",
        "PS256 native", "PS256 jdk",
        "HS256 jdk"
    })
    public String key;

    private final Instant now = Instant.now();
    private final AccessTokenSubject subject = new AccessTokenSubject(
            UUID.randomUUID(),
            UUID.randomUUID(),
            "ada@example.com",
            List.of("user", "admin"),
            now,
            "urn:latchkey:acr:password",
            List.of("pwd"),
            null);

    private AccessTokenIssuer issuer;
    private VerificationKey verificationKey;
    private String token;

    @Setup
    public void prepare() throws InvalidTokenException {
        String[] parts = key.split(" ");
        SigningKeys keys = SignatureKeys.of(parts[1], parts[0]);
        // asked for nothing but the audience
        TokenConfig settings = (TokenConfig) Proxy.newProxyInstance(
                TokenConfig.class.getClassLoader(), new Class<?>[] {TokenConfig.class}, (self, method, none) -> Optional.empty());
        TokenNames names = new TokenNames(() -> Optional.of("https://auth.example.com"), settings);
        issuer = new AccessTokenIssuer(keys, names, new Randomness());
        verificationKey = keys.signing().verificationKey();
        token = issue().value();
        verify();
    }

    @Benchmark
    public IssuedAccessToken issue(Spent spent) {
        spent.tokens++;
        return issue();
    }

    @Benchmark
    public VerifiedToken verify(Spent spent) throws InvalidTokenException {
        spent.tokens++;
        return verify();
    }

    private IssuedAccessToken issue() {
        return issuer.issue(subject, now, now.plusSeconds(900));
    }

    private VerifiedToken verify() throws InvalidTokenException {
        CompactJws jws = CompactJws.parse(token);
        if (!verificationKey.verifies(jws.signingInput(), jws.signature())) {
            throw new InvalidTokenException("wrong signature");
        }
        return VerifiedToken.of(token, jws.kid(), StrictJsonObject.parse(jws.payload()));
    }

    /** Tokens, and the time that the processor spent on them: what else the machine does counts less in it. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Spent {

        public long tokens;
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
