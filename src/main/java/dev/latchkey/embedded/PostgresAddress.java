package dev.latchkey.embedded;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/**
 * Where a running server is reached. It is published as system properties, the one place that every class loader of a
 * JVM shares: a dev-mode reload loads these classes anew and must find the server that is already running.
 */
record PostgresAddress(String jdbcUrl, String username, String password) {

    /**
     * The server of this JVM, or the one that {@code start} starts. Kept and temporary data are servers apart:
     * continuous testing runs its tests in the JVM of dev mode, and they must not touch the developer's data.
     */
    static PostgresAddress findOrPublish(
            EmbeddedPostgresSettings settings, Function<EmbeddedPostgresSettings, PostgresAddress> start) {
        String prefix = "dev.latchkey.embedded." + (settings.temporary() ? "temporary." : "kept.");
        // A monitor of ours would be one per class loader.
        synchronized (System.getProperties()) {
            String jdbcUrl = System.getProperty(prefix + "jdbc-url");
            if (jdbcUrl != null) {
                return new PostgresAddress(
                        jdbcUrl,
                        requireNonNull(System.getProperty(prefix + "username")),
                        requireNonNull(System.getProperty(prefix + "password")));
            }
            PostgresAddress started = start.apply(settings);
            System.setProperty(prefix + "username", started.username());
            System.setProperty(prefix + "password", started.password());
            System.setProperty(prefix + "jdbc-url", started.jdbcUrl());
            return started;
        }
    }

    @Override
    public String toString() {
        return jdbcUrl;
    }
}
