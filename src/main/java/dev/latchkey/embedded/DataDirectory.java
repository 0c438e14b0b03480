package dev.latchkey.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The directory with the data, and who may be using it. */
record DataDirectory(Path path) {

    /** Fails when the data was written by another major version: PostgreSQL reads only its own. */
    void requireVersion(String major) {
        try {
            Path file = path.resolve("PG_VERSION");
            String found = Files.exists(file) ? Files.readString(file).strip() : major;
            if (!found.equals(major)) {
                throw new IllegalStateException("The data in " + path + " belongs to PostgreSQL " + found
                        + ", and the embedded one is PostgreSQL " + major
                        + ". Delete the directory to begin with an empty database,"
                        + " set latchkey.embedded-postgres.data-dir to another one, or dump the data with PostgreSQL "
                        + found
                        + " first and restore it afterwards.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Fails when another living process runs a server on the data: it holds the lock that the library takes for as long
     * as it lives.
     */
    void requireUnused() {
        Path file = path.resolve("epg-lock");
        if (!Files.exists(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new IllegalStateException("Another running process uses the embedded PostgreSQL data in " + path
                        + ". Stop it, or set latchkey.embedded-postgres.data-dir to another directory.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Stops a server that outlived its process (after {@code kill -9}), so that a new one starts with our settings: one
     * that is taken over would have no owner to end it. A {@code postmaster.pid} whose number now belongs to some other
     * program is removed.
     *
     * @throws IOException when the server still runs after 10 seconds
     */
    void stopAbandonedServer() throws IOException {
        Optional<ProcessHandle> process = findServerProcess();
        if (process.isEmpty()) {
            return;
        }
        Optional<String> program = process.get().info().command();
        if (program.isPresent() && !program.get().endsWith("/postgres")) {
            Files.delete(path.resolve("postmaster.pid"));
            return;
        }
        process.get().destroy();
        try {
            process.get().onExit().get(10, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException(
                    "the PostgreSQL process " + process.get().pid() + " still uses " + path + ": end it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Optional<ProcessHandle> findServerProcess() throws IOException {
        Path file = path.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Files.readAllLines(file).stream()
                .findFirst()
                .map(Long::parseLong)
                .flatMap(ProcessHandle::of);
    }
}
