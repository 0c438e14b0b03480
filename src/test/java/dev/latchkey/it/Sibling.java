package dev.latchkey.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A service beside Latchkey that takes its tokens: a process of its own, built from {@code src/it}. {@code sibling.image.path} names a
 * native executable of the one on Quarkus with the verifier.
 */
final class Sibling implements AutoCloseable {

    enum Kind {
        /** Quarkus with the configuration of the README and nothing else. */
        QUARKUS_STOCK("quarkus-stock", "quarkus-app/quarkus-run.jar", "quarkus.http.port", "/q/health/ready"),
        QUARKUS_VERIFIER("quarkus-verifier", "quarkus-app/quarkus-run.jar", "quarkus.http.port", "/q/health/ready"),
        HELIDON_VERIFIER("helidon-verifier", "helidon-verifier.jar", "server.port", "/health/ready");

        private final Path jar;
        private final String port;
        private final String readiness;

        Kind(String project, String jar, String port, String readiness) {
            this.jar = Path.of("src", "it", project, "target").resolve(jar);
            this.port = port;
            this.readiness = readiness;
        }
    }

    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final Kind kind;
    private final int port = Node.freePort();
    private final Process process;

    private Sibling(Kind kind, Map<String, String> settings) {
        this.kind = kind;
        String binary = kind == Kind.QUARKUS_VERIFIER ? System.getProperty("sibling.image.path") : null;
        Path program = binary == null ? kind.jar : Path.of(binary);
        if (!Files.exists(program)) {
            throw new IllegalStateException(
                    program + " is not built: ./mvnw invoker:run@verifier invoker:run@siblings");
        }
        List<String> command = new ArrayList<>();
        command.add(
                binary == null
                        ? Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()
                        : binary);
        Map<String, String> all = new TreeMap<>(settings);
        all.put(kind.port, Integer.toString(port));
        all.forEach((name, value) -> command.add("-D" + name + "=" + value));
        if (binary == null) {
            command.addAll(List.of("-jar", kind.jar.toString()));
        }
        try {
            Path log = Path.of("target", "it-logs", "sibling-" + COUNTER.incrementAndGet() + ".log");
            Files.createDirectories(log.getParent());
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a sibling of a node and waits until it answers.
     *
     * @param settings MicroProfile Config, over those of the README
     */
    static Sibling start(Kind kind, Node node, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>();
        all.put("mp.jwt.verify.issuer", Node.ISSUER);
        all.put("mp.jwt.verify.publickey.location", node.client().base() + "/.well-known/jwks.json");
        all.put("mp.jwt.verify.publickey.algorithm", "ES256");
        all.put("mp.jwt.verify.audiences", Node.ISSUER);
        all.putAll(settings);
        Sibling sibling = new Sibling(kind, all);
        await().atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .ignoreException(UncheckedIOException.class)
                .until(() -> {
                    if (!sibling.process.isAlive()) {
                        throw new IllegalStateException(kind + " did not start, see target/it-logs");
                    }
                    return sibling.client().get("/public").status() == 200;
                });
        return sibling;
    }

    Client client() {
        return new Client("http://127.0.0.1:" + port);
    }

    RawHttp raw() {
        return new RawHttp(URI.create(client().base()));
    }

    int status(String path, String accessToken) {
        return client().get(path, accessToken).status();
    }

    boolean isReady() {
        return readiness().status() == 200;
    }

    Client.Reply readiness() {
        return client().get(kind.readiness);
    }

    @Override
    public String toString() {
        return kind.name();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
