package dev.latchkey.support;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The master key, from which every other key of the service is derived or under which it is encrypted. One of the two settings
 * is required outside dev and test.
 */
@ConfigMapping(prefix = "latchkey")
interface MasterKeyConfig {

    /**
     * 32 bytes in base64; or a list {@code id:base64,id:base64,…} with ids from 1 to 255, whose first entry is the primary and
     * whose others still open what they once sealed. A key without an id has id 1. Prefer the file: an environment shows up in
     * process listings and crash reports.
     */
    Optional<String> masterKey();

    /** File with the same content. In dev and test a missing file is made, with a random key. */
    Optional<Path> masterKeyFile();
}
