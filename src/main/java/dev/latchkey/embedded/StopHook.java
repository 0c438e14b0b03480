package dev.latchkey.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Stops the server when the JVM exits, and deletes temporary data. The application is closing its connections at the
 * same time, so that the server is first asked to wait for them, and told not to after three seconds.
 *
 * <p>Only JDK classes are used from here on: in dev mode the class loader may be closed by the time that this runs.
 */
final class StopHook extends Thread {

    /** PostgreSQL's smart, fast and immediate shutdown. */
    private static final String[] SIGNALS = {"TERM", "INT", "QUIT"};

    /** Never read: as long as the hook holds it, it is not collected, and its lock on the data directory stays. */
    @SuppressWarnings({"unused", "FieldCanBeLocal"})
    private final Object lockHolder;

    private final Path dataDirectory;
    private final boolean temporary;

    StopHook(Object lockHolder, Path dataDirectory, boolean temporary) {
        super("embedded-postgres-stop");
        this.lockHolder = lockHolder;
        this.dataDirectory = dataDirectory;
        this.temporary = temporary;
    }

    @Override
    public void run() {
        try {
            stop(dataDirectory);
            if (temporary) {
                delete(dataDirectory);
                delete(dataDirectory.resolveSibling(dataDirectory.getFileName() + ".password"));
                delete(dataDirectory.resolveSibling(dataDirectory.getFileName() + ".log"));
            }
        } catch (IOException e) {
            // The log manager may be gone by now.
            System.err.println("The embedded PostgreSQL was not stopped: " + e);
        }
    }

    /** Stops the server on the data, if one runs: politely, then firmly, for at most nine seconds. */
    static void stop(Path dataDirectory) throws IOException {
        Path pidFile = dataDirectory.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        String pid = Files.readAllLines(pidFile).get(0);
        ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElse(null);
        try {
            for (String signal : SIGNALS) {
                if (server == null || !server.isAlive()) {
                    return;
                }
                // ProcessHandle itself knows TERM and KILL alone.
                new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                        .start()
                        .waitFor();
                for (int i = 0; i < 60 && server.isAlive(); i++) {
                    TimeUnit.MILLISECONDS.sleep(50);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (var children = Files.newDirectoryStream(path)) {
                for (Path child : children) {
                    delete(child);
                }
            }
        }
        Files.deleteIfExists(path);
    }
}
