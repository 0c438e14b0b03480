package dev.latchkey.password;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Computes Argon2 in Java (ADR 21), with the peppers that are configured (ADR 22). */
final class Argon2Hasher {

    private final int memory;
    private final int iterations;
    private final int parallelism;
    private final Peppers peppers;

    /** @param memory KiB of the hashes that are made; also what is kept of the memory of others */
    Argon2Hasher(int memory, int iterations, int parallelism, Peppers peppers) {
        this.memory = memory;
        this.iterations = iterations;
        this.parallelism = parallelism;
        this.peppers = peppers;
    }

    /** A new hash, as they are to be now. */
    Argon2 hash(String password, byte[] salt) {
        return of(salt, derive(password, of(salt, new byte[Argon2.HASH_BYTES])));
    }

    /** What would be stored, as hashes are to be now, if some password had this hash. */
    Argon2 of(byte[] salt, byte[] hash) {
        return new Argon2(
                Argon2.Type.ID,
                Argon2Parameters.ARGON2_VERSION_13,
                memory,
                iterations,
                parallelism,
                peppers.primaryId(),
                salt,
                hash);
    }

    /** The bytes that the password would have in the place of the given hash's. */
    byte[] derive(String password, Argon2 like) {
        byte[] derived = new byte[like.hash().length];
        try (HashingMemory blocks = HashingMemory.borrow(memory)) {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(like.parameters()
                    .withSecret(peppers.secret(like.pepperId()))
                    .withBlockPool(blocks)
                    .build());
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), derived);
        }
        return derived;
    }
}
