package dev.latchkey.it;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One process of the packaged service. */
final class Node implements AutoCloseable {

    static final String MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    static final String ISSUER = "https://latchkey.example";

    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final Map<String, String> environment = new TreeMap<>();
    private final int port = freePort();
    private final int managementPort = freePort();
    private final Path log;
    private Process process;

    private Node(Map<String, String> connection, Map<String, String> settings) {
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.putAll(connection);
        environment.put("LATCHKEY_ISSUER", ISSUER);
        environment.put("LATCHKEY_MASTER_KEY", MASTER_KEY);
        environment.put("LATCHKEY_REVOCATION_CANARY_INTERVAL", "PT0S");
        environment.put("LATCHKEY_SIGN_UP_VERIFY_EMAIL", "false");
        environment.put("LATCHKEY_PASSWORD_MEMORY", "7168");
        environment.put("LATCHKEY_PASSWORD_ITERATIONS", "5");
        environment.putAll(settings);
        this.log = Path.of("target", "it-logs", "node-" + COUNTER.incrementAndGet() + ".log");
        deleteLogOfAnEarlierRun();
        this.process = launch(environment, log);
    }

    private void deleteLogOfAnEarlierRun() {
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a node and waits until it is ready. Settings are environment variables. */
    static Node start(Database database, Map<String, String> settings) {
        return start(database, settings, START_LIMIT);
    }

    static Node start(Database database, Map<String, String> settings, Duration limit) {
        Map<String, String> connection =
                Map.of("QUARKUS_DATASOURCE_JDBC_URL", database.url(), "QUARKUS_DATASOURCE_USERNAME", "postgres");
        return start(new Node(connection, settings), limit);
    }

    /** Starts a node that is told of no database. */
    static Node startWithoutDatabase(Map<String, String> settings) {
        return start(new Node(Map.of(), settings), START_LIMIT);
    }

    private static Node start(Node node, Duration limit) {
        try {
            node.awaitReady(limit);
        } catch (RuntimeException e) {
            // nobody gets it who could close it
            node.keepWhatItSaid();
            node.kill();
            throw e;
        }
        return node;
    }

    static Node start(Database database) {
        return start(database, Map.of());
    }

    /** Starts the packaged service with these environment variables alone. */
    static Process launch(Map<String, String> environment, Path log) {
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder = new ProcessBuilder(command());
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.startsWith("LATCHKEY_") || name.startsWith("QUARKUS_"));
            builder.environment().putAll(environment);
            return builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command() {
        String binary = System.getProperty("native.image.path");
        if (binary != null) {
            return List.of(binary);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-jar");
        command.add("target" + File.separator + "quarkus-app" + File.separator + "quarkus-run.jar");
        return command;
    }

    Client client() {
        return new Client("http://127.0.0.1:" + port);
    }

    Client management() {
        return new Client("http://127.0.0.1:" + managementPort);
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process at once, as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Starts the process again after {@link #kill()}, on the same port. */
    void restart() {
        process = launch(environment, log);
        awaitReady();
    }

    void awaitReady() {
        awaitReady(START_LIMIT);
    }

    private void awaitReady(Duration limit) {
        await().atMost(limit)
                .pollInterval(Duration.ofMillis(50))
                .ignoreException(UncheckedIOException.class)
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("The node did not start, see " + log);
                    }
                    return management().get("/q/health/ready").status() == 200;
                });
    }

    /** Beside the log, with what its threads were doing: the log itself is written over by the next run of the tests. */
    private void keepWhatItSaid() {
        try {
            new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid()))
                    .start()
                    .waitFor(2, TimeUnit.SECONDS);
            process.waitFor(2, TimeUnit.SECONDS);
            Files.copy(log, log.resolveSibling("not-ready-" + log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitExit() {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroy();
        awaitExit();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
