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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The master keys by id, in the order in which they were configured. Read once, at start. */
@ApplicationScoped
class MasterKeys {

    private static final int KEY_BYTES = 32;
    private static final Pattern ENTRY = Pattern.compile("(?:(\\d{1,3}):)?([A-Za-z0-9+/]{43}=)");
    private static final String HOW_TO =
            "Make a key with `openssl rand -base64 32` and pass it as LATCHKEY_MASTER_KEY_FILE (or LATCHKEY_MASTER_KEY).";

    private final Map<Integer, byte[]> keys;

    MasterKeys(MasterKeyConfig config, Randomness randomness) {
        this.keys = parse(read(config, randomness));
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

    /** Never puts a part of the value into a message: it is the secret of secrets. */
    static Map<Integer, byte[]> parse(String value) {
        Map<Integer, byte[]> keys = new LinkedHashMap<>();
        for (String entry : value.split(",", -1)) {
            Matcher matcher = ENTRY.matcher(entry.strip());
            if (!matcher.matches()) {
                throw invalid("entry " + (keys.size() + 1)
                        + " is not 32 bytes in base64, with or without an id before a colon");
            }
            int id = matcher.group(1) == null ? 1 : Integer.parseInt(matcher.group(1));
            if (id < 1 || id > 255) {
                throw invalid("id " + id + " is not between 1 and 255");
            }
            if (keys.put(id, Base64.getDecoder().decode(matcher.group(2))) != null) {
                throw invalid("id " + id + " stands there twice");
            }
        }
        return keys;
    }

    private static ConfigurationException invalid(String why) {
        return new ConfigurationException(
                "latchkey.master-key is not valid: " + why + ". " + HOW_TO,
                Set.of("latchkey.master-key", "latchkey.master-key-file"));
    }
}
