package dev.latchkey.verifier.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Latchkey as a service that takes its tokens sees it, within a test: it mints tokens with a key pair of its own, serves the public key
 * on a loopback port, and tells the verifier what is revoked.
 *
 * <pre>{@code
 * TestLatchkey latchkey = TestLatchkey.start();
 * // give latchkey.settings() to the application, then
 * String token = latchkey.token("ada").roles("user", "admin").mint();
 * latchkey.revoke(token);
 * }</pre>
 */
public final class TestLatchkey implements AutoCloseable {

    private static final Pattern MEMBER = Pattern.compile("\"(\\w+)\":\"([^\"]*)\"");
    private static final Duration LONGEST_LIFE = Duration.ofHours(1);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test-latchkey");
        thread.setDaemon(true);
        return thread;
    });
    private final TestFeed feed = new TestFeed();

    private volatile TestKey key = new TestKey();
    private volatile Duration ahead = Duration.ZERO;

    private TestLatchkey() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/.well-known/jwks.json", this::serveKeys);
        server.createContext("/revocations/stream", feed::serve);
        server.start();
    }

    /** Starts one on a free port. */
    public static TestLatchkey start() {
        return new TestLatchkey();
    }

    /** The {@code iss} of the tokens and the URL of the feed. */
    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What a service with the verifier is to be configured with: names of MicroProfile Config to values. */
    public Map<String, String> settings() {
        return Map.of(
                "mp.jwt.verify.issuer", issuer(),
                "mp.jwt.verify.publickey.location", issuer() + "/.well-known/jwks.json",
                "mp.jwt.verify.publickey.algorithm", "ES256",
                "mp.jwt.verify.audiences", issuer(),
                "latchkey.verifier.url", issuer());
    }

    /** The public keys as JSON, for {@code mp.jwt.verify.publickey} where a location is not wanted. */
    public String keySet() {
        return "{\"keys\":[" + key.publicJwk() + "]}";
    }

    /** A token of this user, good for 15 minutes, with the role {@code user}. */
    public TestToken token(String username) {
        return new TestToken(this, username);
    }

    /** Moves the clock by which tokens are issued: backward, and a minted token has expired; forward, and it is of the future. */
    public void advance(Duration duration) {
        ahead = ahead.plus(duration);
    }

    /** Revokes one token, by its {@code jti}. */
    public void revoke(String token) {
        feed.revoke("jti", member(token, 1, "jti"), expiry());
    }

    /** Ends the session of a token, and so every token with the same {@code sid}. */
    public void endSession(String token) {
        feed.revoke("sid", member(token, 1, "sid"), expiry());
    }

    /** Withdraws the key that a token was signed with; others are signed with another from then on. */
    public void withdrawKey(String token) {
        feed.revoke("kid", member(token, 0, "kid"), expiry());
        key = new TestKey();
    }

    /** How the feed behaves. */
    public TestFeed feed() {
        return feed;
    }

    @Override
    public void close() {
        feed.close();
        server.stop(0);
        threads.shutdownNow();
    }

    Instant now() {
        return Clock.systemUTC().instant().plus(ahead);
    }

    String sign(String claims) {
        TestKey signing = key;
        return signing.sign("{\"alg\":\"ES256\",\"kid\":\"" + signing.kid() + "\",\"typ\":\"at+jwt\"}", claims);
    }

    private static Instant expiry() {
        return Clock.systemUTC().instant().plus(LONGEST_LIFE);
    }

    private static String member(String token, int part, String name) {
        String json = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[part]), StandardCharsets.UTF_8);
        Matcher matcher = MEMBER.matcher(json);
        while (matcher.find()) {
            if (matcher.group(1).equals(name)) {
                return matcher.group(2);
            }
        }
        throw new IllegalArgumentException("The token has no " + name);
    }

    private void serveKeys(HttpExchange exchange) throws IOException {
        byte[] body = keySet().getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
