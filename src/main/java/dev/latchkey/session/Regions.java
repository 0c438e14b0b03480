package dev.latchkey.session;

import com.maxmind.db.Metadata;
import com.maxmind.db.Reader;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.common.net.Inet;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the country of an address in the operator's database, if there is one. It is read once, at the start. */
@Startup
@ApplicationScoped
@RegisterForReflection(targets = Metadata.class) // the reader fills it
class Regions {

    private static final String PROPERTY = "latchkey.session.region-database";

    private final @Nullable Reader database;

    Regions(SessionConfig config) {
        this.database = config.regionDatabase().map(Regions::open).orElse(null);
    }

    /** Whether both countries are known and are two. */
    boolean differ(@Nullable String one, @Nullable String other) {
        if (database == null || one == null || other == null || one.equals(other)) {
            return false;
        }
        Optional<String> country = countryOf(one, database);
        return country.isPresent()
                && countryOf(other, database)
                        .filter(it -> !it.equals(country.get()))
                        .isPresent();
    }

    /** As a map, so that no class has to be filled by reflection. */
    private static Optional<String> countryOf(String ip, Reader database) {
        InetAddress address = Inet.parseInetAddress(ip);
        if (address == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(database.get(address, Map.class))
                    .map(entry -> entry.get("country"))
                    .map(country -> country instanceof Map<?, ?> members ? members.get("iso_code") : null)
                    .map(Object::toString);
        } catch (IOException e) {
            throw new UncheckedIOException("The region database cannot be read", e);
        }
    }

    /** Into memory, so that the file may be replaced while the service runs. */
    private static Reader open(Path file) {
        try {
            return new Reader(file.toFile(), Reader.FileMode.MEMORY);
        } catch (IOException | RuntimeException e) {
            throw new ConfigurationException(
                    PROPERTY + " is no MMDB file that can be read: " + file, e, Set.of(PROPERTY));
        }
    }
}
