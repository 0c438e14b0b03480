package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.it.Client.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What siblings know of keys: the stock one what it holds of the JWKS, those with the verifier also which are withdrawn. */
class SiblingKeysIT {

    /** From the answer to the withdrawal to the refusal of siblings with the verifier. */
    private static final Duration BOUND = Duration.ofSeconds(2);

    private static final Duration JWKS_MAX_AGE = Duration.ofMinutes(1);
    private static final String USER = "keys@example.com";

    @AutoClose
    private static Database database;

    @AutoClose
    private static Node node;

    @AutoClose
    private static Sibling stock;

    @AutoClose
    private static Sibling quarkus;

    @AutoClose
    private static Sibling helidon;

    @BeforeAll
    static void start() {
        database = Database.start();
        node = Node.start(
                database,
                Map.of(
                        "LATCHKEY_REVOCATION_PUBLIC",
                        "true",
                        "LATCHKEY_KEY_JWKS_MAX_AGE",
                        JWKS_MAX_AGE.toString(),
                        "LATCHKEY_BOOTSTRAP_ADMIN_USERNAME",
                        "root",
                        "LATCHKEY_BOOTSTRAP_ADMIN_PASSWORD",
                        Client.PASSWORD));
        assertThat(node.client().signUp(USER).status()).isEqualTo(202);
        Map<String, String> follow =
                Map.of("latchkey.verifier.url", node.client().base());
        stock = Sibling.start(Sibling.Kind.QUARKUS_STOCK, node, Map.of());
        quarkus = Sibling.start(Sibling.Kind.QUARKUS_VERIFIER, node, follow);
        helidon = Sibling.start(Sibling.Kind.HELIDON_VERIFIER, node, follow);
        await().atMost(Duration.ofSeconds(15)).until(() -> quarkus.isReady() && helidon.isReady());
    }

    @Test
    @Requirement("K-05")
    @DisplayName(
            "a withdrawn key: refused at once with the verifier, without it when the JWKS is fetched again; the next one is accepted")
    void withdrawnKeyReachesSiblings() {
        Reply tokens = node.client().signIn(USER);
        String stolen = tokens.text("access_token");
        String admin = node.client().signIn("root").text("access_token");
        String kid = kid(stolen);
        for (Sibling sibling : List.of(stock, quarkus, helidon)) {
            assertThat(sibling.status("/user", stolen)).as("%s", sibling).isEqualTo(200);
        }

        assertThat(node.client()
                        .send("POST", "/admin/keys/" + kid + "/withdraw", null, admin)
                        .status())
                .isEqualTo(204);

        await().atMost(BOUND)
                .until(() -> quarkus.status("/user", stolen) == 401 && helidon.status("/user", stolen) == 401);
        assertThat(stock.status("/user", stolen)).as("has the key still").isEqualTo(200);
        String next = node.client().refresh(tokens.text("refresh_token")).text("access_token");
        assertThat(kid(next)).isNotEqualTo(kid);
        for (Sibling sibling : List.of(stock, quarkus)) {
            assertThat(sibling.status("/user", next)).as("%s", sibling).isEqualTo(200);
            assertThat(sibling.status("/user", stolen))
                    .as("%s, which fetched the keys", sibling)
                    .isEqualTo(401);
        }
        // Helidon 3 reads the keys once in its life, withdrawn or not
        assertThat(helidon.status("/user", next)).isEqualTo(401);
    }

    private static String kid(String token) {
        String header = new String(
                Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))), StandardCharsets.UTF_8);
        return header.replaceAll(".*\"kid\":\"([^\"]*)\".*", "$1");
    }
}
