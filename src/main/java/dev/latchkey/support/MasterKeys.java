package dev.latchkey.support;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** The master keys by id, in the order in which they were configured. Read once, at start. */
@ApplicationScoped
class MasterKeys {

    private static final int KEY_BYTES = 32;
    private static final String HOW_TO =
            "Make a key with `openssl rand -base64 32` and pass it as LATCHKEY_MASTER_KEY_FILE (or LATCHKEY_MASTER_KEY).";

    private final Map<Integer, byte[]> keys;

    MasterKeys(MasterKeyConfig config, Randomness randomness) {
        this.keys = KeyList.parse(read(config, randomness), "latchkey.master-key", HOW_TO);
    }

    int primaryId() {
        return keys.keySet().iterator().next();
    }

    Set<Integer> ids() {
        return Collections.unmodifiableSet(keys.keySet());
    }

    byte[] key(int id) {
        byte[] key = keys.get(id);
        if (key == null) {
            throw new IllegalArgumentException("No master key has id " + id);
        }
        return key;
    }

    private static String read(MasterKeyConfig config, Randomness randomness) {
        if (config.masterKey().isPresent()) {
            return config.masterKey().get();
        }
        Path file = config.masterKeyFile()
                .orElseThrow(() -> new ConfigurationException(
                        "latchkey.master-key-file is not set, and neither is latchkey.master-key. " + HOW_TO,
                        Set.of("latchkey.master-key-file", "latchkey.master-key")));
        try {
            if (!Files.exists(file) && LaunchMode.current().isDevOrTest()) {
                generate(file, randomness);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ConfigurationException(
                    "latchkey.master-key-file " + file + " cannot be read: " + e + ". " + HOW_TO,
                    e,
                    Set.of("latchkey.master-key-file"));
        }
    }

    private static void generate(Path file, Randomness randomness) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new UncheckedIOException(new IOException("no directory to make " + file + " in"));
        }
        Files.createDirectories(directory);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, Base64.getEncoder().encodeToString(randomness.bytes(KEY_BYTES)) + "\n");
    }
}
