package dev.latchkey.password;

import dev.latchkey.support.ConfigReader;
import dev.latchkey.support.Randomness;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Passwords with other settings than the tests', and all their parts. */
final class TestPasswords implements AutoCloseable {

    private static final Map<String, String> CHEAP =
            Map.of("latchkey.password.memory", "256", "latchkey.password.iterations", "1");

    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final LongAdder argon2Hashes = new LongAdder();
    private final HashingPool pool;
    private final Passwords passwords;

    private TestPasswords(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(CHEAP);
        all.putAll(settings);
        PasswordConfig config = ConfigReader.read(PasswordConfig.class, all);
        Peppers peppers = new Peppers(config) {
            @Override
            byte[] secret(int id) {
                argon2Hashes.increment();
                return super.secret(id);
            }
        };
        ForeignMemory memory = new ForeignMemory();
        this.pool = new HashingPool(config, metrics);
        this.passwords = new Passwords(
                config,
                new PasswordPolicy(config, new BreachCorpus(config, metrics)),
                pool,
                peppers,
                new ForeignHashes(memory),
                memory,
                new UsableHashes(peppers, metrics),
                new Randomness());
    }

    static TestPasswords with(Map<String, String> settings) {
        return new TestPasswords(settings);
    }

    Passwords passwords() {
        return passwords;
    }

    /** How many were computed so far, of whatever settings: each takes its pepper, or none. */
    long argon2Hashes() {
        return argon2Hashes.sum();
    }

    double unusableHashes(String reason) {
        return metrics.get("latchkey.password.unusable.hashes")
                .tag("reason", reason)
                .counter()
                .count();
    }

    @Override
    public void close() {
        pool.stop();
    }
}
