package dev.latchkey.key;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long keys sign, and how early the next one is shown. */
@ConfigMapping(prefix = "latchkey.key")
public interface KeyRingConfig {

    /** A key that has signed for this long is followed by another; 30 days unless set. */
    @WithDefault("P30D")
    Duration rotationInterval();

    /**
     * For how long a key is published before it signs: longer than any cache may hold the keys that were published before it. 10
     * minutes unless set.
     */
    @WithDefault("PT10M")
    Duration publishAhead();

    /** For how long verifiers may hold the published keys, the {@code max-age} of the JWKS; 5 minutes unless set. */
    @WithDefault("PT5M")
    @DurationMin(seconds = 1)
    Duration jwksMaxAge();

    /** Length of RSA keys made from now on; 3072 bits unless set, 2048 at least (standards K-01). */
    @WithDefault("3072")
    @Min(2048)
    @Max(8192)
    int rsaBits();

    /**
     * A private key to begin with, brought along from another service: PKCS #8 in PEM, or a JWK. Taken in at start unless it is in the
     * table already, so that the file can stay.
     */
    Optional<Path> importFile();

    /**
     * Whether native code computes signatures, several times as fast, where it can be loaded; yes unless set. Without, Java does: for
     * whom native code in the process is not welcome, or has misbehaved.
     */
    @WithDefault("true")
    boolean nativeCrypto();

    /** How often this node looks whether the keys have changed, {@code off} for never; every second unless set. */
    @WithDefault("1s")
    String pollEvery();
}
