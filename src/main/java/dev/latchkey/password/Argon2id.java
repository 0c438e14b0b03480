package dev.latchkey.password;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * One Argon2id hash (RFC 9106) in PHC string form: {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}, base64 without padding.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Argon2id(int memory, int iterations, int parallelism, byte[] salt, byte[] hash) {

    static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    static Argon2id compute(String password, int memory, int iterations, int parallelism, byte[] salt) {
        byte[] hash = new byte[HASH_BYTES];
        derive(password, memory, iterations, parallelism, salt, hash);
        return new Argon2id(memory, iterations, parallelism, salt, hash);
    }

    static Optional<Argon2id> parse(String phc) {
        Matcher matcher = PHC.matcher(phc);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Argon2id(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Base64.getDecoder().decode(matcher.group(4)),
                Base64.getDecoder().decode(matcher.group(5))));
    }

    /** The hash of another password with the same parameters and salt. */
    byte[] recompute(String password) {
        byte[] other = new byte[hash.length];
        derive(password, memory, iterations, parallelism, salt, other);
        return other;
    }

    String phc() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memory + ",t=" + iterations + ",p=" + parallelism + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    private static void derive(String password, int memory, int iterations, int parallelism, byte[] salt, byte[] out) {
        Argon2Parameters.Builder parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(iterations)
                .withParallelism(parallelism)
                .withSalt(salt);
        try (HashingMemory blocks = HashingMemory.borrow()) {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(parameters.withBlockPool(blocks).build());
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), out);
        }
    }

    @Override
    public String toString() {
        return "Argon2id";
    }
}
