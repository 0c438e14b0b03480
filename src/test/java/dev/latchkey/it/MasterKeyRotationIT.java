package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.it.Client.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The three roll-outs of a new master key, as deploy/README.md has them. */
@Requirement({"K-08", "K-11"})
class MasterKeyRotationIT {

    private static final String OLD = Node.MASTER_KEY;
    private static final String NEW = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
    private static final String USER = "master@example.com";

    private final Database database = Database.start();

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    @DisplayName("add, put first, remove: nobody is signed out, and the signing key stays the same")
    void threeRollOuts() {
        Reply tokens;
        String untouched;
        String jwks;
        try (Node node = start(OLD)) {
            node.client().signUp(USER);
            tokens = node.client().signIn(USER);
            untouched = node.client().signIn(USER).text("refresh_token");
            jwks = jwks(node);
        }
        String access = tokens.text("access_token");
        try (Node added = start("1:" + OLD + ",2:" + NEW)) {
            tokens = refresh(added, tokens);
            assertThat(call(added, access)).isEqualTo(200);
            assertThat(masterKeyId()).isEqualTo(1);
        }
        try (Node first = start("2:" + NEW + ",1:" + OLD);
                Node behind = start("1:" + OLD + ",2:" + NEW)) {
            tokens = refresh(first, tokens);
            tokens = refresh(behind, tokens);
            tokens = refresh(first, tokens);
            assertThat(call(behind, tokens.text("access_token"))).isEqualTo(200);
        }
        try (Node first = start("2:" + NEW + ",1:" + OLD)) {
            assertThat(masterKeyId()).as("sealed anew under the primary").isEqualTo(2);
            tokens = refresh(first, tokens);
        }
        try (Node removed = start("2:" + NEW)) {
            assertThat(jwks(removed)).isEqualTo(jwks);
            assertThat(call(removed, access)).isEqualTo(200);
            assertThat(refresh(removed, tokens).status()).isEqualTo(200);
            assertThat(removed.client().refresh(untouched).text("code"))
                    .as("made under the key that is gone, hence the wait before the third roll-out")
                    .isEqualTo("invalid-refresh-token");
        }
    }

    private Node start(String masterKey) {
        return Node.start(database, Map.of("LATCHKEY_MASTER_KEY", masterKey));
    }

    private static Reply refresh(Node node, Reply tokens) {
        Reply reply = node.client().refresh(tokens.text("refresh_token"));
        assertThat(reply.status()).isEqualTo(200);
        return reply;
    }

    private static int call(Node node, String access) {
        return node.client().get("/samples/user", access).status();
    }

    private static String jwks(Node node) {
        return node.client().get("/.well-known/jwks.json").body();
    }

    private long masterKeyId() {
        return database.number("SELECT master_key_id FROM signing_key WHERE state = 'signing'");
    }
}
