package dev.latchkey.embedded;

import io.quarkus.runtime.ImageMode;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Offers the data source's URL, user and password for a PostgreSQL that it starts, unless something else configures a
 * URL. The ordinal is below that of {@code application.properties}, so that whatever a user sets wins.
 *
 * <p>Quarkus creates configurations at many moments: while Maven builds, while dev mode augments, for static
 * initialisation and for the running application. A server starts only for the last two, and once per JVM; dev-mode
 * reloads find the first one again.
 */
public final class EmbeddedPostgresConfigSourceFactory implements ConfigSourceFactory {

    /**
     * True in a native image. Quarkus initialises classes while it builds the image, so that this is a constant there,
     * and the image holds neither the server's starter nor the library.
     */
    private static final boolean NATIVE = ImageMode.current() != ImageMode.JVM;

    private static final int BELOW_APPLICATION_PROPERTIES = 240;

    /** Quarkus generates this class into the application: only a class loader that runs the application has it. */
    private static final String GENERATED_INTO_THE_APPLICATION = "io.quarkus.runner.ApplicationImpl";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (NATIVE) {
            return List.of();
        }
        Optional<EmbeddedPostgresSettings> wanted = EmbeddedPostgresSettings.read(context);
        if (wanted.isEmpty() || !isApplicationRunning()) {
            return List.of();
        }
        PostgresAddress address = PostgresAddress.findOrPublish(wanted.get(), PostgresServer::start);
        return List.of(new PropertiesConfigSource(
                Map.of(
                        EmbeddedPostgresSettings.JDBC_URL,
                        address.jdbcUrl(),
                        "quarkus.datasource.username",
                        address.username(),
                        "quarkus.datasource.password",
                        address.password()),
                "embedded PostgreSQL",
                BELOW_APPLICATION_PROPERTIES));
    }

    private static boolean isApplicationRunning() {
        try {
            Class.forName(
                    GENERATED_INTO_THE_APPLICATION,
                    false,
                    Thread.currentThread().getContextClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
