package dev.latchkey.password;

import dev.latchkey.support.HmacSha256;
import dev.latchkey.support.KeyList;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Secrets that go into every hash and stand in no database: whoever stole one cannot so much as begin to guess (NIST SP 800-63B-4
 * §3.1.1.2, standards P-07). The first makes hashes, the others still verify what they made.
 */
@Startup
@ApplicationScoped
class Peppers {

    static final int NONE = 0;

    private static final int FINGERPRINT_BYTES = 16;
    private static final byte[] NOTHING = new byte[0];
    private static final String HOW_TO = "Make one with `openssl rand -base64 32`.";

    private final Map<Integer, byte[]> secrets;

    Peppers(PasswordConfig config) {
        this.secrets = read(config)
                .map(text -> KeyList.parse(text, "latchkey.password.pepper", HOW_TO))
                .orElse(Map.of());
    }

    /** What new hashes are made with; {@link #NONE} unless configured. */
    int primaryId() {
        return secrets.isEmpty() ? NONE : secrets.keySet().iterator().next();
    }

    boolean knows(int id) {
        return id == NONE || secrets.containsKey(id);
    }

    /** @param id one that is {@linkplain #knows known} */
    byte[] secret(int id) {
        byte[] secret = id == NONE ? NOTHING : secrets.get(id);
        if (secret == null) {
            throw new IllegalArgumentException("No pepper has id " + id);
        }
        return secret;
    }

    /** By what each is recognised: enough of HMAC-SHA-256 of a constant under it, which tells nothing of 32 random bytes. */
    Map<Integer, byte[]> fingerprints() {
        Map<Integer, byte[]> fingerprints = new HashMap<>();
        secrets.forEach((id, secret) -> fingerprints.put(id, fingerprint(secret)));
        return fingerprints;
    }

    private static byte[] fingerprint(byte[] secret) {
        byte[] whole = HmacSha256.of(secret, "latchkey/pepper-fingerprint".getBytes(StandardCharsets.US_ASCII));
        return Arrays.copyOf(whole, FINGERPRINT_BYTES);
    }

    private static Optional<String> read(PasswordConfig config) {
        if (config.pepper().isPresent() || config.pepperFile().isEmpty()) {
            return config.pepper();
        }
        Path file = config.pepperFile().get();
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            throw new ConfigurationException(
                    "latchkey.password.pepper-file " + file + " cannot be read: " + e + ". " + HOW_TO,
                    e,
                    Set.of("latchkey.password.pepper-file"));
        }
    }

    @Override
    public String toString() {
        return "Peppers " + secrets.keySet();
    }
}
