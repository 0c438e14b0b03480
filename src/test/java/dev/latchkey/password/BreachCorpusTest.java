package dev.latchkey.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.latchkey.Requirement;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.support.ConfigReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stolen passwords, by a real service over HTTP and in a file. SHA-1 of "password" is 5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8. */
@Requirement("P-04")
class BreachCorpusTest {

    private static final String RANGE = """
            1D72CD07550416C216D8AD296BF5C0AE8E0:10
            1E4C9B93F3F0682250B6CF8331B7EE68FD8:%s
            1E4CF0C0D4D5A5A0A5D4A0A4B1D3C6F0F7A:0
            """;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    private HttpServer server;
    private volatile int status = 200;
    private volatile String body = RANGE.formatted("9545824");

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/range/", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Add-Padding"));
            exchange.sendResponseHeaders(status, 0);
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/range/", "/range"})
    @DisplayName("a stolen one is found, and no more than five digits leave")
    void serviceIsAskedForARange(String path) {
        BreachCorpus corpus = corpus(Map.of("latchkey.password.breach.url", url(path)));

        assertThat(corpus.contains("password")).isTrue();
        assertThat(asked).containsExactly("/range/5BAA6 true");
        assertThat(corpus.contains("another one")).isFalse();
        assertThat(count("breached")).isEqualTo(1);
        assertThat(count("clear")).isEqualTo(1);
    }

    @Test
    @DisplayName("padding is not taken for a find")
    void paddingDoesNotCount() {
        body = RANGE.formatted("0");

        assertThat(corpus(Map.of("latchkey.password.breach.url", url("/range/")))
                        .contains("password"))
                .isFalse();
    }

    @Test
    @DisplayName("a service that fails decides nothing, unless it is to: then 503")
    void failModeIsAsConfigured() {
        status = 500;
        BreachCorpus accepting = corpus(Map.of("latchkey.password.breach.url", url("/range/")));
        BreachCorpus rejecting = corpus(Map.of(
                "latchkey.password.breach.url", url("/range/"), "latchkey.password.breach.when-unavailable", "reject"));

        assertThat(accepting.contains("password")).isFalse();
        assertThatThrownBy(() -> rejecting.contains("password"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE));
        assertThat(count("unavailable")).isEqualTo(2);

        server.stop(0);
        assertThat(accepting.contains("password")).isFalse();
        assertThatThrownBy(() -> rejecting.contains("password")).isInstanceOf(ProblemException.class);
    }

    @Test
    @DisplayName("what does not answer in time is as good as away")
    void hangingServiceIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BreachCorpus corpus = corpus(
                    Map.of("latchkey.password.breach.url", "http://127.0.0.1:" + silent.getLocalPort() + "/range/"));

            assertThat(corpus.contains("password")).isFalse();
            assertThat(count("unavailable")).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("an answer without end is no answer")
    void endlessAnswerIsGivenUp() {
        body = "0".repeat(2 << 20);
        BreachCorpus corpus = corpus(Map.of(
                "latchkey.password.breach.url", url("/range/"), "latchkey.password.breach.when-unavailable", "reject"));

        assertThatThrownBy(() -> corpus.contains("password")).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 8_000_000_001L, 1L << 60})
    @DisplayName("a filter for none or too many is not made")
    void impossibleSizesAreRefused(long hashes) {
        Path path = directory.resolve("impossible");

        assertThatThrownBy(() -> BreachFile.create(path, hashes)).isInstanceOf(IOException.class);
        assertThat(path).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://breaches.example.com/range/",
                "https:/range/",
                "https:breaches.example.com/range/",
                "https://breaches.example.com/range?of="
            })
    @DisplayName("in clear to another machine, or where nothing can be put behind, is refused at the start")
    void otherUrlsAreRefused(String url) {
        assertThatThrownBy(() -> corpus(Map.of("latchkey.password.breach.url", url)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("latchkey.password.breach.url");
    }

    @Test
    @DisplayName("from a file: everything that was put in, and next to nothing else")
    void fileKnowsWhatWasPutIn() throws Exception {
        Path path = directory.resolve("breaches.filter");
        int hashes = 20_000;
        BreachFile file = BreachFile.create(path, hashes);
        for (int i = 0; i < hashes; i++) {
            file.add(sha1("stolen " + i));
        }
        assertThatThrownBy(() -> corpus(Map.of("latchkey.password.breach.file", path.toString())))
                .as("not finished")
                .isInstanceOf(ConfigurationException.class);
        file.finish();
        BreachCorpus corpus = corpus(Map.of("latchkey.password.breach.file", path.toString()));

        assertThat(IntStream.range(0, hashes)).allMatch(i -> corpus.contains("stolen " + i));
        assertThat(IntStream.range(0, hashes)
                        .filter(i -> corpus.contains("own " + i))
                        .count())
                .isLessThan(40);
        assertThat(Files.size(path)).isLessThan(hashes * 2L + 100);
        assertThat(asked).isEmpty();
    }

    @Test
    @DisplayName("a filter for more than can be mapped in one piece; the file has holes where nothing was put")
    void largeFileKnowsWhatWasPutIn() throws Exception {
        Path path = directory.resolve("large.filter");
        BreachFile file = BreachFile.create(path, 1_200_000_000);
        for (int i = 0; i < 300; i++) {
            file.add(sha1("stolen " + i));
        }
        file.finish();

        BreachFile read = BreachFile.open(path);

        assertThat(hasBitsBeyond(path, 1L << 30)).isTrue();
        for (int i = 0; i < 300; i++) {
            assertThat(read.contains(sha1("stolen " + i))).isTrue();
            assertThat(read.contains(sha1("own " + i))).isFalse();
        }
    }

    private static boolean hasBitsBeyond(Path path, long from) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            LongBuffer rest = channel.map(FileChannel.MapMode.READ_ONLY, from, channel.size() - from)
                    .asLongBuffer();
            while (rest.hasRemaining()) {
                if (rest.get() != 0) {
                    return true;
                }
            }
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "LKBREACH", "not a filter at all, but long enough to be one"})
    @DisplayName("a file that is none stops the start")
    void otherFilesAreRefused(String content) throws IOException {
        Path path = Files.writeString(directory.resolve("other"), content);

        assertThatThrownBy(() -> corpus(Map.of("latchkey.password.breach.file", path.toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("latchkey.password.breach.file");
        Files.delete(path);
        assertThatThrownBy(() -> corpus(Map.of("latchkey.password.breach.file", path.toString())))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    @DisplayName("a file that was cut short stops the start")
    void cutFileIsRefused() throws IOException {
        Path path = directory.resolve("cut");
        BreachFile.create(path, 100).finish();
        Files.write(path, Arrays.copyOf(Files.readAllBytes(path), 48));

        assertThatThrownBy(() -> corpus(Map.of("latchkey.password.breach.file", path.toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("not whole");
    }

    private BreachCorpus corpus(Map<String, String> settings) {
        return new BreachCorpus(ConfigReader.read(PasswordConfig.class, settings), metrics);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private double count(String outcome) {
        return metrics.counter("latchkey.breach.checks", "outcome", outcome).count();
    }

    private static byte[] sha1(String text) throws Exception {
        return MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
