package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.it.Client.Reply;
import dev.latchkey.revocation.FeedReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A sibling that follows the revocations of two nodes, as a client registered with them. */
class FeedIT {

    private static final Duration SHUTDOWN_BOUND = Duration.ofSeconds(5);
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private static Database database;
    private static Node one;
    private static Node two;
    private static String secret;

    @BeforeAll
    static void start() {
        database = Database.start();
        Map<String, String> settings = Map.of(
                "LATCHKEY_BOOTSTRAP_ADMIN_USERNAME", "root", "LATCHKEY_BOOTSTRAP_ADMIN_PASSWORD", Client.PASSWORD);
        one = Node.start(database, settings);
        two = Node.start(database, settings);
        Reply made = one.client()
                .send(
                        "POST",
                        "/admin/clients",
                        Map.of(
                                "client_id",
                                "sibling",
                                "name",
                                "A sibling",
                                "roles",
                                List.of("service"),
                                "grant_types",
                                List.of("client_credentials")),
                        one.client().signIn("root").text("access_token"));
        assertThat(made.status()).isEqualTo(201);
        secret = made.text("client_secret");
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        database.close();
    }

    private static String token(Node node) {
        Reply reply = node.client().form("/oauth2/token", "sibling", secret, "grant_type=client_credentials");
        assertThat(reply.status()).isEqualTo(200);
        return reply.text("access_token");
    }

    private static FeedReader open(Node node, String lastEventId) {
        return FeedReader.open(node.client().base(), token(node), lastEventId);
    }

    /** The entry that tells of the session's end. */
    private static FeedReader.Event heard(FeedReader reader, Reply tokens) {
        String session = tokens.json().path("session").path("id").asText();
        return reader.until(event -> event.data().path("token_id").asText().equals(session));
    }

    private static Reply newSession() {
        String user = "feed-" + COUNTER.incrementAndGet() + "@example.com";
        one.client().signUp(user);
        return one.client().signIn(user);
    }

    @Test
    @Requirement("V-04")
    @DisplayName("signed out on one node, told by the other; resumed at the first")
    void signOutReachesListenersOfTheOtherNode() {
        Reply first = newSession();
        Reply second = newSession();
        String cursor;
        try (FeedReader reader = open(two, "none")) {
            reader.until("complete");
            one.client().signOut(first.text("refresh_token"));
            cursor = heard(reader, first).cursor();
        }
        two.client().signOut(second.text("refresh_token"));

        try (FeedReader reader = open(one, cursor)) {
            assertThat(reader.next().name()).isEqualTo("resume");
            heard(reader, second);
        }
    }

    @Test
    @Requirement({"V-03", "V-04"})
    @DisplayName("revoked on one node, inactive at both")
    void revocationReachesTheOtherNode() {
        Reply tokens = newSession();
        String form = "token=" + tokens.text("access_token");
        assertThat(two.client()
                        .form("/oauth2/introspect", "sibling", secret, form)
                        .json()
                        .path("active")
                        .asBoolean())
                .isTrue();

        assertThat(one.client().form("/oauth2/revoke", "sibling", secret, form).status())
                .isEqualTo(200);

        assertThat(one.client()
                        .form("/oauth2/introspect", "sibling", secret, form)
                        .body())
                .isEqualTo("{\"active\":false}");
        await().until(() -> two.client()
                .form("/oauth2/introspect", "sibling", secret, form)
                .body()
                .equals("{\"active\":false}"));
    }

    @Test
    @DisplayName("a node that stops ends its streams and does not wait for them; those who return miss nothing")
    void stoppingEndsTheStreams() {
        Reply tokens = newSession();
        Node third = Node.start(database);
        String cursor;
        try (FeedReader reader = open(third, "none")) {
            cursor = reader.until("complete").cursor();
            long began = System.nanoTime();

            third.close();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SHUTDOWN_BOUND);
            Optional<FeedReader.Event> rest = reader.nextOrEnd();
            while (rest.isPresent()) {
                rest = reader.nextOrEnd();
            }
        }
        one.client().signOut(tokens.text("refresh_token"));
        third.restart();
        try (FeedReader reader = open(third, cursor)) {
            assertThat(reader.next().name()).isEqualTo("resume");
            heard(reader, tokens);
        } finally {
            third.close();
        }
    }
}
