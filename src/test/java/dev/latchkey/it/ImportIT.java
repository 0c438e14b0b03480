package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.it.Client.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Imports larger than the node's memory, and killed in the middle. */
class ImportIT {

    private static final String PATH = "/admin/users/import";
    private static final String LINES = "application/x-ndjson";
    private static final int USERS = 100_000;

    /** A line is padded to this, so that all of them are 200 MB, well over what the node may have. */
    private static final int LINE_BYTES = 2048;

    private static final long MAX_BYTES = 256L * 1024 * 1024;

    private static Database database;
    private static Node node;

    @BeforeAll
    static void start() {
        database = Database.start();
        node = Node.start(
                database,
                Map.of(
                        "LATCHKEY_BOOTSTRAP_ADMIN_USERNAME",
                        "root",
                        "LATCHKEY_BOOTSTRAP_ADMIN_PASSWORD",
                        Client.PASSWORD,
                        "LATCHKEY_IMPORT_MAX_SIZE",
                        "256M",
                        "JAVA_TOOL_OPTIONS",
                        "-Xmx112m"));
    }

    @AfterAll
    static void stop() {
        node.close();
        database.close();
    }

    @Test
    @DisplayName(
            "100 000 users in one call, killed in the middle, sent again: all there once, and memory stays what it was")
    void killedInTheMiddleThenSentAgain() {
        String hash = database.text("SELECT password_hash FROM app_user WHERE username = 'root'");
        CompletableFuture<Reply> cut = CompletableFuture.supplyAsync(() -> send("", "big", USERS, hash));
        await().atMost(Duration.ofMinutes(2)).until(() -> count("big") > USERS / 5);
        node.kill();
        assertThat(cut)
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableOfType(Exception.class)
                .withRootCauseInstanceOf(IOException.class);
        long written = count("big");
        assertThat(written).isLessThan(USERS);
        node.restart();

        Reply dry = send("?dry_run=true", "big", USERS, hash);
        assertThat(dry.text("unchanged")).isEqualTo(Long.toString(written));
        assertThat(dry.text("imported")).isEqualTo(Long.toString(USERS - written));
        assertThat(count("big")).isEqualTo(written);

        Reply reply = send("", "big", USERS, hash);

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.text("unchanged")).isEqualTo(Long.toString(written));
        assertThat(reply.text("imported")).isEqualTo(Long.toString(USERS - written));
        assertThat(reply.text("failed")).isEqualTo("0");
        assertThat(count("big")).isEqualTo(USERS);
        assertThat(database.number("SELECT count(*) FROM login_name WHERE name LIKE 'big-%'"))
                .isEqualTo(USERS);
        assertThat(database.number("SELECT count(*) FROM audit_event e JOIN app_user u ON u.id = e.user_id"
                        + " WHERE e.type = 'user_created' AND u.username LIKE 'big-%'"))
                .isEqualTo(USERS);
        assertThat(node.client().signIn("big-" + (USERS - 1)).status()).isEqualTo(200);
        assertThat(node.log()).doesNotContain("OutOfMemoryError");
    }

    @Test
    @Requirement("T-08")
    @DisplayName(
            "T-08: more than the setting allows is refused, at once if it is announced; what was written before stays")
    void tooLargeThen413() {
        String hash = database.text("SELECT password_hash FROM app_user WHERE username = 'root'");

        // so little more that it is on its way before the answer comes
        Reply reply = send("", "cut", 1000, hash, MAX_BYTES - 1000 * LINE_BYTES + 32 * 1024);

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.text("code")).isEqualTo("body-too-large");
        assertThat(count("cut")).isEqualTo(1000);
        assertThat(RawHttp.to(node).announce("POST", PATH, List.of("Content-Type: " + LINES), MAX_BYTES + 1))
                .startsWith("HTTP/1.1 413 ")
                .contains("body-too-large");
    }

    private static Reply send(String query, String prefix, int users, String hash) {
        return send(query, prefix, users, hash, 0);
    }

    private static Reply send(String query, String prefix, int users, String hash, long emptyBytes) {
        return node.client().stream(
                PATH + query,
                LINES,
                () -> new Users(prefix, users, hash, emptyBytes),
                node.client().signIn("root").text("access_token"));
    }

    private static long count(String prefix) {
        return database.number("SELECT count(*) FROM app_user WHERE username LIKE '" + prefix + "-%'");
    }

    /** Lines made when they are asked for, and empty ones after them. */
    private static final class Users extends InputStream {

        private final String prefix;
        private final int users;
        private final String hash;
        private long emptyBytes;
        private int made;
        private byte[] line = new byte[0];
        private int position;

        Users(String prefix, int users, String hash, long emptyBytes) {
            this.prefix = prefix;
            this.users = users;
            this.hash = hash;
            this.emptyBytes = emptyBytes;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int copied = 0;
            while (copied < length && (position < line.length || next())) {
                int piece = Math.min(length - copied, line.length - position);
                System.arraycopy(line, position, buffer, offset + copied, piece);
                position += piece;
                copied += piece;
            }
            return copied == 0 ? -1 : copied;
        }

        private boolean next() {
            position = 0;
            if (made < users) {
                String json =
                        "{\"username\":\"%s-%d\",\"email\":\"%s-%d@example.com\",\"email_verified\":false,\"password_hash\":\"%s\"}"
                                .formatted(prefix, made, prefix, made, hash);
                line = (json + " ".repeat(LINE_BYTES - json.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII);
                made++;
                return true;
            }
            if (emptyBytes <= 0) {
                line = new byte[0];
                return false;
            }
            emptyBytes -= LINE_BYTES;
            line = (" ".repeat(LINE_BYTES - 1) + "\n").getBytes(StandardCharsets.US_ASCII);
            return true;
        }
    }
}
