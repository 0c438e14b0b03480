package dev.latchkey.it;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code ./mvnw quarkus:dev} on a copy of what is in version control: Maven, the JVM that it starts, and the PostgreSQL that this one
 * starts, none of which may be left behind.
 */
final class DevMode implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

    private final Path project;
    private final Path log;
    private final int port = Node.freePort();
    private Process maven;

    private DevMode(Path project, Path log, boolean offline) {
        this.project = project;
        this.log = log;
        this.maven = launch(offline);
    }

    /** Copies what the build needs, and nothing that an earlier one made. */
    static void copyProject(Path to) throws IOException {
        for (String name : List.of("pom.xml", "mvnw", ".mvn", "src")) {
            try (Stream<Path> files = Files.walk(Path.of(name))) {
                for (Path file : (Iterable<Path>) files.filter(DevMode::isSource)::iterator) {
                    Files.copy(file, to.resolve(file), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static boolean isSource(Path file) {
        for (Path part : file) {
            if (part.toString().equals("target")) {
                return false;
            }
        }
        return true;
    }

    /**
     * Starts dev mode and waits until it answers. Offline, for whatever the tests of the build have used is there; what dev mode alone
     * needs may have to be fetched.
     */
    static DevMode start(Path project, Path log) {
        DevMode started = new DevMode(project, log, true);
        try {
            if (!started.answers()) {
                started.maven = started.launch(false);
                if (!started.answers()) {
                    throw new IllegalStateException("Dev mode did not start, see " + log);
                }
            }
            return started;
        } catch (RuntimeException e) {
            // nobody gets it who could close it
            started.close();
            throw e;
        }
    }

    private Process launch(boolean offline) {
        List<String> command = new ArrayList<>(List.of("./mvnw", "-B"));
        if (offline) {
            command.add("-o");
        }
        command.addAll(List.of("quarkus:dev", "-Dquarkus.http.port=" + port, "-Ddebug=false"));
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile());
            builder.environment().keySet().removeIf(name -> name.matches("(LATCHKEY|QUARKUS|MAVEN)_.*"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            return builder.redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** False if Maven gave up before. */
    private boolean answers() {
        await().atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .ignoreException(UncheckedIOException.class)
                .until(() -> !maven.isAlive() || client().get("/samples/public").status() == 200);
        return maven.isAlive();
    }

    Client client() {
        return new Client("http://localhost:" + port);
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PostgreSQL, as long as it runs: it is a child of nobody. */
    Optional<ProcessHandle> database() {
        Path pidFile = project.resolve(".latchkey/postgres/postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        try {
            return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends Maven and all that it started, as Ctrl-C in a terminal does: each process is asked. */
    void stop() {
        List<ProcessHandle> tree = tree();
        tree.forEach(ProcessHandle::destroy);
        await().atMost(STOP_LIMIT).until(() -> tree.stream().noneMatch(ProcessHandle::isAlive));
    }

    private List<ProcessHandle> tree() {
        return Stream.concat(maven.descendants(), Stream.of(maven.toHandle())).toList();
    }

    @Override
    public void close() {
        List<ProcessHandle> left = new ArrayList<>(tree());
        database().ifPresent(left::add);
        left.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : left) {
            process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        }
    }
}
