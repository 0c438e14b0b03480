package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.it.Client.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two nodes share the budgets, as they are unless set. */
class BudgetsIT {

    private static Database database;
    private static Node one;
    private static Node two;

    @BeforeAll
    static void start() {
        database = Database.start();
        one = Node.start(database);
        two = Node.start(database);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        database.close();
    }

    @Test
    @Requirement({"T-04", "T-03", "T-02"})
    @DisplayName(
            "200 guesses at once on two nodes: five hashes, while the owner signs in ten times on the device they know")
    void guessesOnTwoNodes() throws Exception {
        String name = "victim@example.com";
        assertThat(one.client().signUp(name).status()).isEqualTo(202);
        String device = one.client().signIn(name).text("device_token");
        long hashes = hashes();
        List<Future<Reply>> guesses = new ArrayList<>();
        List<Future<Reply>> owners = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            for (int i = 0; i < 200; i++) {
                Node node = i % 2 == 0 ? one : two;
                String password = "a guess, number " + i;
                guesses.add(threads.submit(
                        () -> node.client().post("/auth/sign-in", Map.of("username", name, "password", password))));
                if (i % 20 == 0) {
                    owners.add(threads.submit(() -> signInByDevice(node, name, device)));
                }
            }
            Map<Integer, Long> statuses = new java.util.TreeMap<>();
            for (Future<Reply> guess : guesses) {
                statuses.merge(guess.get().status(), 1L, Long::sum);
            }
            assertThat(statuses).isEqualTo(Map.of(401, 5L, 429, 195L));
            for (Future<Reply> owner : owners) {
                assertThat(owner.get().status()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(hashes() - hashes).isEqualTo(5 + owners.size());

        for (Node node : List.of(one, two)) {
            assertThat(node.client().signIn(name).status()).isEqualTo(429);
            assertThat(signInByDevice(node, name, device).status()).isEqualTo(200);
        }
    }

    @Test
    @Requirement({"T-04", "S-15"})
    @DisplayName("what was spent stays spent when the node is killed")
    void killedNodeForgetsNothing() {
        String name = "killed@example.com";
        assertThat(one.client().signUp(name).status()).isEqualTo(202);
        for (int i = 0; i < 5; i++) {
            assertThat(two.client()
                            .post("/auth/sign-in", Map.of("username", name, "password", "a guess, number " + i))
                            .status())
                    .isEqualTo(401);
        }

        two.kill();
        two.restart();

        assertThat(two.client().signIn(name).status()).isEqualTo(429);
    }

    private static Reply signInByDevice(Node node, String name, String device) {
        return node.client()
                .post("/auth/sign-in", Map.of("username", name, "password", Client.PASSWORD, "device_token", device));
    }

    /** Of both nodes together. */
    private static long hashes() {
        return List.of(one, two).stream()
                .collect(Collectors.summingLong(node -> node.management()
                        .get("/q/metrics")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("latchkey_hashing_hashes_total"))
                        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum()));
    }
}
