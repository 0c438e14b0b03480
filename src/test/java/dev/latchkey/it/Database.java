package dev.latchkey.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL server of a test's own, which can be stopped, started, copied and put back. */
final class Database implements AutoCloseable {

    private final Path directory;
    private final int port = Node.freePort();
    private EmbeddedPostgres server;

    private Database(Path directory) {
        this.directory = directory;
        this.server = startServer();
    }

    static Database start() {
        try {
            Path parent = Path.of("target", "it-postgres").toAbsolutePath();
            Files.createDirectories(parent);
            return new Database(Files.createTempDirectory(parent, "data-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void startAgain() {
        server = startServer();
    }

    /** A copy of all data as it is now. Stops and starts the server. */
    Path backup() {
        stop();
        Path copy = directory.resolveSibling(directory.getFileName() + "-backup");
        copy(directory, copy);
        startAgain();
        return copy;
    }

    /** Puts a copy back: what was written since is lost, as after a failover to a replica that lagged behind. */
    void restore(Path backup) {
        stop();
        delete(directory);
        copy(backup, directory);
        startAgain();
    }

    long number(String sql) {
        return Long.parseLong(text(sql));
    }

    String text(String sql) {
        try (Connection connection = DriverManager.getConnection(url(), "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private EmbeddedPostgres startServer() {
        try {
            return EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(directory)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(Path.of("target", "it-postgres", "binaries")
                            .toAbsolutePath()
                            .toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
        delete(directory);
    }
}
