package dev.latchkey.password;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a password must be, and what hashing one costs. */
@ConfigMapping(prefix = "latchkey.password")
public interface PasswordConfig {

    /** Fewest code points of a password; 15 unless set, as long as the password is the only factor (NIST SP 800-63B-4 §3.1.1.2). */
    @WithDefault("15")
    @Min(8)
    @Max(64)
    int minLength();

    /** Words that anybody would try here, such as the names of the product and the company; {@code latchkey} unless set. */
    @WithDefault("latchkey")
    List<String> contextWords();

    /** Where to look for passwords that were stolen elsewhere. */
    Breach breach();

    /** Collections of stolen passwords; both may be set. */
    interface Breach {

        /** A service with the range interface of Have I Been Pwned; https. */
        Optional<URI> url();

        /** A file made by {@link BreachFilter}. */
        Optional<Path> file();

        /** What becomes of a password when the service does not answer; {@code accept} unless set. */
        @WithDefault("accept")
        WhenUnavailable whenUnavailable();
    }

    /** What an unanswered question means. */
    enum WhenUnavailable {
        /** The other checks decide. */
        ACCEPT,
        /** 503: nobody gets a password that was not looked up. */
        REJECT
    }

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

    /**
     * A secret that goes into every new hash (ADR 22): 32 bytes in base64, or a list {@code id:base64,id:base64,…} with ids from 1 to
     * 255, whose first makes hashes and whose others still verify them. Without an id it has id 1. Prefer the file. None unless set;
     * once it was used, hashes made with it can be verified with nothing else.
     */
    Optional<String> pepper();

    /** File with the same content. */
    Optional<Path> pepperFile();

    /** How many hashes may wait while every processor computes one; 32 unless set. Beyond, callers get 503 {@code busy}. */
    @WithDefault("32")
    @Min(1)
    @Max(1024)
    int queue();
}
