package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.it.Client.Reply;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Killed at any instant, the service loses nothing that it acknowledged and revives nothing that ended. */
class CrashIT {

    private static final int CRASHES = 8;
    private static final int CRASHES_WHILE_SIGNING_OUT = 4;
    private static final int SESSIONS = 16;

    private final Database database = Database.start();
    private Node node;

    @BeforeEach
    void start() {
        node = Node.start(database, Map.of("LATCHKEY_SESSION_REFRESH_GRACE", "PT5M"));
    }

    @AfterEach
    void stop() {
        node.close();
        database.close();
    }

    @Test
    @Requirement("R-10")
    @DisplayName("killed within a loop of refreshes, the client goes on with the token that it last received")
    void clientGoesOnAfterCrash() throws Exception {
        node.client().signUp("crash@example.com");
        AtomicReference<String> last = new AtomicReference<>(signIn("crash@example.com"));
        Random random = new Random();
        long generation = 0;
        for (int crash = 0; crash < CRASHES; crash++) {
            AtomicInteger refreshes = new AtomicInteger();
            AtomicLong refreshNanos = new AtomicLong();
            CountDownLatch running = new CountDownLatch(1 + random.nextInt(40));
            Thread client = new Thread(() -> {
                try {
                    while (true) {
                        long started = System.nanoTime();
                        Reply reply = node.client().refresh(last.get());
                        refreshNanos.set(System.nanoTime() - started);
                        assertThat(reply.status()).isEqualTo(200);
                        last.set(reply.text("refresh_token"));
                        refreshes.incrementAndGet();
                        running.countDown();
                    }
                } catch (UncheckedIOException e) {
                    // the node was killed; what was received last is in the reference
                }
            });
            client.start();
            assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
            if (crash % 2 == 1) {
                // somewhere on the next one's way from the socket to the commit and back, not just behind an answer
                LockSupport.parkNanos((long) (random.nextDouble() * refreshNanos.get()));
            }
            node.kill();
            client.join();
            node.restart();
            assertThat(database.number("SELECT generation FROM session"))
                    .as("the refresh in flight was committed or not, and no other")
                    .isBetween(generation + refreshes.get(), generation + refreshes.get() + 1);

            Reply reply = node.client().refresh(last.get());

            assertThat(reply.status())
                    .as("after %s refreshes: %s", refreshes, reply.body())
                    .isEqualTo(200);
            last.set(reply.text("refresh_token"));
            generation = database.number("SELECT generation FROM session");
        }
        assertThat(database.number("SELECT count(*) FROM session")).isEqualTo(1);
    }

    @Test
    @Requirement({"S-15", "V-04"})
    @DisplayName("killed within a loop of sign-outs: each that was acknowledged holds, from the first request on")
    void signOutSurvivesCrash() throws Exception {
        node.client().signUp("out@example.com");
        Random random = new Random();
        for (int crash = 0; crash < CRASHES_WHILE_SIGNING_OUT; crash++) {
            List<Reply> sessions = Stream.generate(() -> node.client().signIn("out@example.com"))
                    .limit(SESSIONS)
                    .toList();
            AtomicInteger signedOut = new AtomicInteger();
            CountDownLatch running = new CountDownLatch(1 + random.nextInt(SESSIONS / 2));
            Thread client = new Thread(() -> {
                try {
                    for (Reply tokens : sessions) {
                        assertThat(node.client()
                                        .signOut(tokens.text("refresh_token"))
                                        .status())
                                .isEqualTo(204);
                        signedOut.incrementAndGet();
                        running.countDown();
                    }
                } catch (UncheckedIOException e) {
                    // the node was killed; what was acknowledged is counted
                }
            });
            client.start();
            assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
            LockSupport.parkNanos(random.nextInt(5_000_000));
            node.kill();
            client.join();
            node.restart();

            for (int number = 0; number < SESSIONS; number++) {
                Reply tokens = sessions.get(number);
                boolean refused = node.client()
                                .get("/samples/user", tokens.text("access_token"))
                                .status()
                        == 401;
                String reason =
                        node.client().refresh(tokens.text("refresh_token")).text("reason");
                assertThat(reason).isEqualTo(refused ? "signed_out" : "");
                if (number != signedOut.get()) { // the one in flight may have been either
                    assertThat(refused)
                            .as("session %s of which %s were acknowledged", number, signedOut)
                            .isEqualTo(number < signedOut.get());
                }
            }
        }
    }

    private String signIn(String username) {
        return node.client().signIn(username).text("refresh_token");
    }
}
