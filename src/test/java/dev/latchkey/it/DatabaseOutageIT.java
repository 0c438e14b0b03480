package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.it.Client.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** PostgreSQL goes away, or comes back with less than it had. */
class DatabaseOutageIT {

    private static final Duration RECOVERY = Duration.ofSeconds(20);

    private final Database database = Database.start();

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    @Requirement({"E-07", "V-06"})
    @DisplayName("tokens are verified until the list is stale, then 503; back without a restart")
    void outage() {
        try (Node node = Node.start(database, Map.of("LATCHKEY_REVOCATION_MAX_STALENESS", "PT6S"))) {
            node.client().signUp("out@example.com");
            Reply tokens = node.client().signIn("out@example.com");
            String access = tokens.text("access_token");
            database.stop();

            assertThat(node.client().get("/samples/user", access).status()).isEqualTo(200);
            Reply refused = node.client().refresh(tokens.text("refresh_token"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text("code")).isEqualTo("unavailable");
            assertThat(node.management().get("/q/health/live").status()).isEqualTo(200);
            await().atMost(RECOVERY)
                    .until(() -> node.client().get("/samples/user", access).status() == 503);
            assertThat(node.management().get("/q/health/ready").status()).isEqualTo(503);
            assertThat(node.client().get("/samples/public").status()).isEqualTo(200);

            database.startAgain();

            await().atMost(RECOVERY)
                    .until(() -> node.client().get("/samples/user", access).status() == 200);
            await().atMost(RECOVERY)
                    .until(() ->
                            node.client().refresh(tokens.text("refresh_token")).status() == 200);
            node.awaitReady();
        }
    }

    @Test
    @Requirement({"S-15", "V-04"})
    @DisplayName("a sign-out that the database lost is still refused, and is lost no longer")
    void failoverThatLostASignOut() {
        try (Node node = Node.start(database, Map.of("LATCHKEY_REVOCATION_MAX_STALENESS", "PT60S"))) {
            node.client().signUp("lost@example.com");
            Reply tokens = node.client().signIn("lost@example.com");
            String id = tokens.json().path("session").path("id").asText();
            Path before = database.backup();
            await().atMost(RECOVERY)
                    .until(() ->
                            node.client().signOut(tokens.text("refresh_token")).status() == 204);
            assertThat(node.client()
                            .get("/samples/user", tokens.text("access_token"))
                            .status())
                    .isEqualTo(401);

            database.restore(before);

            assertThat(node.client()
                            .get("/samples/user", tokens.text("access_token"))
                            .status())
                    .isEqualTo(401);
            await().atMost(RECOVERY)
                    .ignoreExceptions()
                    .until(() ->
                            database.number("SELECT count(*) FROM revoked_token WHERE token_id = '" + id + "'") == 1);
            await().atMost(RECOVERY)
                    .until(() ->
                            database.number("SELECT count(*) FROM session WHERE end_reason = 'signed_out' AND id = '"
                                            + id + "'")
                                    == 1);
            assertThat(node.client().refresh(tokens.text("refresh_token")).text("reason"))
                    .isEqualTo("signed_out");
            try (Node late = Node.start(database)) {
                assertThat(late.client()
                                .get("/samples/user", tokens.text("access_token"))
                                .status())
                        .isEqualTo(401);
                assertThat(late.client().refresh(tokens.text("refresh_token")).status())
                        .isEqualTo(401);
            }
        }
    }
}
