package dev.latchkey.revocation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.valueextraction.Unwrapping;
import java.time.Duration;
import java.util.Optional;

/** How this node follows the revocation list, and what it does when it cannot. */
@ConfigMapping(prefix = "latchkey.revocation")
public interface RevocationConfig {

    /** What happens to tokens while the list is stale. */
    enum WhenStale {
        /** 503 with {@code Retry-After}: a revoked token is never accepted. */
        REJECT,
        /** Tokens are accepted against the list as it was last known. A node that never loaded it rejects all the same. */
        ACCEPT
    }

    /** How long the node may go without hearing from the database before its list counts as stale. 30 seconds. */
    @WithDefault("PT30S")
    Duration maxStaleness();

    /** What a stale node does with tokens: {@code reject} or {@code accept}. */
    @WithDefault("reject")
    WhenStale whenStale();

    /** How often the database is asked even when it has announced nothing. Every second. */
    @WithDefault("PT1S")
    Duration pollInterval();

    /**
     * How often a token that nobody has is revoked, so that the time to deny is measured all the time (ADR 28); by all nodes together,
     * which need the same value. 10 seconds; zero for never.
     */
    @WithDefault("PT10S")
    Duration canaryInterval();

    /** Whether anybody may read the feed of revocations, or only clients with the role {@code service}. Only clients. */
    @WithName("public")
    @WithDefault("false")
    boolean isPublic();

    /** How many may read the feed of this node at once; beyond, they are told to come back. 10 000. */
    @WithDefault("10000")
    @Min(1)
    int maxListeners();

    /**
     * Where the connection that listens goes, with the data source's user and password: needed when the data source goes through
     * a pooler such as PgBouncer, which does not carry {@code LISTEN}. The data source's URL. Having none is refused here, since
     * this is checked before anything else asks for the database.
     */
    @WithDefault("${quarkus.datasource.jdbc.url:}")
    @NotNull(
            payload = Unwrapping.Unwrap.class,
            message = "has no value, and neither has quarkus.datasource.jdbc.url: set QUARKUS_DATASOURCE_JDBC_URL (with"
                    + " QUARKUS_DATASOURCE_USERNAME and QUARKUS_DATASOURCE_PASSWORD) to a PostgreSQL database, or"
                    + " latchkey.embedded-postgres.enabled=true to try the service out on a JVM")
    Optional<String> listenJdbcUrl();
}
