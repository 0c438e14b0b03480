package dev.latchkey.password;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** What a password must be, and what hashing one costs. */
@ConfigMapping(prefix = "latchkey.password")
public interface PasswordConfig {

    /** Fewest code points of a password; 15 unless set, as long as the password is the only factor (NIST SP 800-63B-4 §3.1.1.2). */
    @WithDefault("15")
    @Min(8)
    @Max(64)
    int minLength();

    /** Argon2id memory in KiB; 19456 unless set (OWASP Password Storage; standards P-06). */
    @WithDefault("19456")
    @Min(7168)
    @Max(1048576)
    int memory();

    /** Argon2id passes; 2 unless set. */
    @WithDefault("2")
    @Min(1)
    @Max(64)
    int iterations();

    /** Argon2id lanes; 1 unless set. */
    @WithDefault("1")
    @Min(1)
    @Max(16)
    int parallelism();

    /** How many hashes may wait while every processor computes one; 32 unless set. Beyond, callers get 503 {@code busy}. */
    @WithDefault("32")
    @Min(1)
    @Max(1024)
    int queue();
}
