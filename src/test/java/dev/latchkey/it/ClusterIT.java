package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.it.Client.Reply;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two nodes on one database behave as one. */
class ClusterIT {

    private static final Duration BOUND = Duration.ofSeconds(2);
    /** Where how soon it happens is not the subject. */
    private static final Duration EVENTUALLY = Duration.ofSeconds(20);

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private static Database database;
    private static Node one;
    private static Node two;

    @BeforeAll
    static void start() {
        database = Database.start();
        Map<String, String> settings = Map.of(
                "LATCHKEY_SESSION_REFRESH_GRACE", "PT3S",
                "LATCHKEY_SESSION_MAX_PER_USER", "5",
                // all of it comes from one address
                "LATCHKEY_THROTTLE_SOURCE", "100000/PT1S",
                "LATCHKEY_BOOTSTRAP_ADMIN_USERNAME", "root",
                "LATCHKEY_BOOTSTRAP_ADMIN_PASSWORD", Client.PASSWORD);
        one = Node.start(database, settings);
        two = Node.start(database, settings);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        database.close();
    }

    @Test
    @Requirement({"S-08", "V-04"})
    @DisplayName("signed out on one node, refused on the other")
    void signOutReachesTheOtherNode() {
        Reply tokens = one.client().signIn(newUser());
        assertThat(callStatus(two, tokens)).isEqualTo(200);

        assertThat(one.client().signOut(tokens.text("refresh_token")).status()).isEqualTo(204);

        assertThat(callStatus(one, tokens)).isEqualTo(401);
        await().atMost(BOUND).until(() -> callStatus(two, tokens) == 401);
        assertThat(two.client().refresh(tokens.text("refresh_token")).text("reason"))
                .isEqualTo("signed_out");
    }

    @Test
    @Requirement("R-04")
    @DisplayName(
            "50 refreshes of one token at once on two nodes give one successor; after the grace the old token ends it all")
    void parallelRefreshesGiveOneSuccessor() throws Exception {
        Reply first = one.client().signIn(newUser());
        String old = first.text("refresh_token");
        String sessionId = first.json().path("session").path("id").asText();

        Set<String> successors = new HashSet<>();
        for (Reply reply : inParallel(50, i -> node(i).client().refresh(old))) {
            assertThat(reply.status()).isEqualTo(200);
            successors.add(reply.text("refresh_token"));
        }

        assertThat(successors).hasSize(1);
        assertThat(database.number("SELECT generation FROM session WHERE id = '" + sessionId + "'"))
                .isEqualTo(1);
        Reply current = two.client().refresh(successors.iterator().next());
        assertThat(current.status()).isEqualTo(200);

        assertThat(one.client().refresh(old).text("reason")).isEqualTo("reuse_detected");

        assertThat(two.client().refresh(current.text("refresh_token")).text("reason"))
                .isEqualTo("reuse_detected");
        assertThat(callStatus(one, current)).isEqualTo(401);
        await().atMost(BOUND).until(() -> callStatus(two, current) == 401);
    }

    @Test
    @DisplayName("lost_reply: one behind, the grace over, ends the session on both nodes")
    void refreshAfterGraceEndsTheSessionEverywhere() {
        Reply first = one.client().signIn(newUser());
        String old = first.text("refresh_token");
        Reply current = one.client().refresh(old);

        await().atMost(Duration.ofSeconds(10))
                .until(() -> two.client().refresh(old).status() == 401);

        assertThat(one.client().refresh(current.text("refresh_token")).text("reason"))
                .isEqualTo("reuse_detected");
        assertThat(callStatus(two, current)).isEqualTo(401);
        await().atMost(BOUND).until(() -> callStatus(one, current) == 401);
    }

    @Test
    @Requirement("S-10")
    @DisplayName("200 races of signing in against being disabled; no session survives")
    void noSignInSlipsPastEndAll() throws Exception {
        String admin = one.client().signIn("root").text("access_token");
        String name = newUser();
        String id = userId(admin, name);
        Random random = new Random();
        long roundNanos = 0;
        int winners = 0;
        for (int round = 0; round < 200; round++) {
            int disabling = round % 4;
            // which hashes nothing and would always be first
            long delay = (long) (random.nextDouble() * roundNanos);
            long started = System.nanoTime();
            List<Reply> replies = inParallel(4, i -> {
                if (i != disabling) {
                    return node(i).client().signIn(name);
                }
                LockSupport.parkNanos(delay);
                return setDisabled(node(i), admin, id, true);
            });
            roundNanos = System.nanoTime() - started;

            assertThat(database.number(
                            "SELECT count(*) FROM session WHERE ended_at IS NULL AND user_id = '" + id + "'"))
                    .isZero();
            for (Reply reply : replies) {
                if (reply.json().has("access_token")) {
                    winners++;
                    await().atMost(EVENTUALLY)
                            .until(() -> callStatus(one, reply) == 401 && callStatus(two, reply) == 401);
                }
            }
            assertThat(setDisabled(one, admin, id, false).status()).isEqualTo(200);
        }
        assertThat(winners).as("sign-ins of 600 that came first").isBetween(1, 599);
        assertThat(one.client().signIn(name).status()).isEqualTo(200);
    }

    @Test
    @Requirement({"S-07", "S-08"})
    @DisplayName("50 races of signing in against a change of the password; only the session that changed it goes on")
    void noSignInSlipsPastAChangeOfThePassword() throws Exception {
        String name = newUser();
        String user = "(SELECT id FROM app_user WHERE username = '" + name + "')";
        String password = Client.PASSWORD;
        int winners = 0;
        for (int round = 0; round < 50; round++) {
            String known = password;
            String next = "the secret of round " + round;
            Reply mine = one.client().signIn(name, known);
            int changing = round % 4;
            List<Reply> replies = inParallel(
                    4,
                    i -> i == changing
                            ? changePassword(node(i), mine, known, next)
                            : node(i).client().signIn(name, known));

            Reply changed = replies.remove(changing);
            assertThat(changed.status()).as(changed.body()).isEqualTo(200);
            assertThat(database.number("SELECT count(*) FROM session WHERE ended_at IS NULL AND user_id = " + user))
                    .isEqualTo(1);
            for (Reply reply : replies) {
                if (reply.json().has("access_token")) {
                    winners++;
                    await().atMost(EVENTUALLY)
                            .until(() -> callStatus(one, reply) == 401 && callStatus(two, reply) == 401);
                }
            }
            assertThat(callStatus(one, changed)).isEqualTo(200);
            assertThat(one.client().signOut(changed.text("refresh_token")).status())
                    .isEqualTo(204);
            password = next;
        }
        assertThat(winners).as("sign-ins of 150 that came first").isPositive();
    }

    private static Reply changePassword(Node node, Reply session, String known, String next) {
        return node.client()
                .send(
                        "PUT",
                        "/auth/password",
                        Map.of("current_password", known, "new_password", next),
                        session.text("access_token"));
    }

    @Test
    @Requirement("S-12")
    @DisplayName("20 sign-ins at once on two nodes leave exactly the 5 that are allowed")
    void capacityIsExact() throws Exception {
        String name = newUser();
        String user = "(SELECT id FROM app_user WHERE username = '" + name + "')";
        Reply first = one.client().signIn(name);

        List<Reply> replies = inParallel(20, i -> node(i).client().signIn(name));

        assertThat(replies).extracting(Reply::status).containsOnly(200);
        assertThat(database.number("SELECT count(*) FROM session WHERE ended_at IS NULL AND user_id = " + user))
                .isEqualTo(5);
        assertThat(database.number("SELECT count(*) FROM session WHERE end_reason = 'capacity' AND user_id = " + user))
                .isEqualTo(16);
        assertThat(two.client().refresh(first.text("refresh_token")).text("reason"))
                .isEqualTo("capacity");
        for (Node node : List.of(one, two)) {
            await().atMost(BOUND)
                    .until(() -> replies.stream()
                                    .filter(reply -> callStatus(node, reply) == 200)
                                    .count()
                            == 5);
        }
    }

    @Test
    @Requirement("S-12")
    @DisplayName("the least recently used session makes room, which a refresh on either node changes")
    void leastRecentlyUsedMakesRoom() {
        String name = newUser();
        List<Reply> tokens = new java.util.ArrayList<>();
        for (int i = 0; i < 5; i++) {
            tokens.add(node(i).client().signIn(name));
        }
        Reply kept = two.client().refresh(tokens.get(0).text("refresh_token"));

        one.client().signIn(name);

        assertThat(one.client().refresh(kept.text("refresh_token")).status()).isEqualTo(200);
        assertThat(two.client().refresh(tokens.get(1).text("refresh_token")).text("reason"))
                .isEqualTo("capacity");
        assertThat(two.client().refresh(tokens.get(2).text("refresh_token")).status())
                .isEqualTo(200);
    }

    private static Reply setDisabled(Node node, String admin, String id, boolean disabled) {
        return node.client().send("PATCH", "/admin/users/" + id, Map.of("disabled", disabled), admin);
    }

    private static String userId(String admin, String name) {
        for (var user : one.client().get("/admin/users?limit=200", admin).json().path("users")) {
            if (user.path("username").asText().equals(name)) {
                return user.path("id").asText();
            }
        }
        throw new AssertionError("no user " + name);
    }

    private static String newUser() {
        String email = "user-" + COUNTER.incrementAndGet() + "@example.com";
        assertThat(one.client().signUp(email).status()).isEqualTo(202);
        return email;
    }

    private static int callStatus(Node node, Reply tokens) {
        return node.client().get("/samples/user", tokens.text("access_token")).status();
    }

    private static Node node(int number) {
        return number % 2 == 0 ? one : two;
    }

    private static List<Reply> inParallel(int number, java.util.function.IntFunction<Reply> call) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(number);
        try {
            List<Future<Reply>> replies = IntStream.range(0, number)
                    .mapToObj(i -> pool.submit(() -> call.apply(i)))
                    .toList();
            List<Reply> all = new java.util.ArrayList<>();
            for (Future<Reply> reply : replies) {
                all.add(reply.get());
            }
            return all;
        } finally {
            pool.shutdownNow();
        }
    }
}
