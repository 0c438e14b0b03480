package dev.latchkey.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Starts PostgreSQL as a child process and arranges for its end. The only class that refers to the library with the
 * binaries.
 *
 * <p>It listens on 127.0.0.1 alone and asks for a password (a generated one, beside the data), since on a shared
 * machine anyone may connect there and a PostgreSQL superuser can run programs.
 */
final class PostgresServer {

    /** The major version of the binaries; a test holds it against them. */
    static final String MAJOR_VERSION = "18";

    private static final Logger LOG = Logger.getLogger(PostgresServer.class);
    private static final String DATABASE = "latchkey";
    private static final String SUPERUSER = "postgres";

    private PostgresServer() {}

    /**
     * Starts the server and creates the database {@code latchkey} when it is missing.
     *
     * @throws IllegalStateException naming the directory and the way out: data of another major version, data in use by
     *     another process, or a server that does not start
     */
    static PostgresAddress start(EmbeddedPostgresSettings settings) {
        DataDirectory data = new DataDirectory(settings.dataDirectory());
        CompanionFiles files = new CompanionFiles(data.path());
        data.requireVersion(MAJOR_VERSION);
        data.requireUnused();
        try {
            files.createBinaries();
            data.stopAbandonedServer();
            String password = files.readOrCreatePassword();
            EmbeddedPostgres server = launch(settings, files, password);
            String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + DATABASE;
            LOG.infof(
                    "Embedded PostgreSQL %s: %s, user %s, password in %s, data in %s (%s)",
                    MAJOR_VERSION,
                    url,
                    SUPERUSER,
                    files.passwordFile(),
                    data.path(),
                    settings.temporary() ? "temporary" : "kept");
            return new PostgresAddress(url, SUPERUSER, password);
        } catch (IOException | SQLException | GeneralSecurityException | RuntimeException e) {
            throw new IllegalStateException(
                    "The embedded PostgreSQL does not start on " + data.path() + ". Its messages are in "
                            + files.logFile()
                            + ". Delete the directory to begin with an empty database, or set "
                            + EmbeddedPostgresSettings.JDBC_URL
                            + " to use a database of your own.",
                    e);
        }
    }

    private static EmbeddedPostgres launch(EmbeddedPostgresSettings settings, CompanionFiles files, String password)
            throws IOException, SQLException {
        Redirect log = Redirect.appendTo(files.logFile().toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(settings.dataDirectory())
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(files.binaries().toFile())
                .setRegisterShutdownHook(false)
                .setPort(settings.port())
                .setPGStartupWait(Duration.ofSeconds(30))
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                // These become arguments of initdb: the same sorting on every platform, and no "trust".
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", files.passwordFile().toString())
                .setConnectConfig("password", password)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("shared_preload_libraries", "pg_stat_statements");
        if (!settings.temporary()) {
            builder.setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on");
        }
        try {
            EmbeddedPostgres server = builder.start();
            Runtime.getRuntime().addShutdownHook(new StopHook(server, settings.dataDirectory(), settings.temporary()));
            files.restrictBinaries();
            createDatabase(server);
            return server;
        } catch (IOException | SQLException | RuntimeException e) {
            // The library leaves a server that it could not reach.
            StopHook.stop(settings.dataDirectory());
            throw e;
        }
    }

    private static void createDatabase(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
            if (!found.next()) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        }
    }
}
