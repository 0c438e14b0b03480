package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.Requirement;
import dev.latchkey.it.Client.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Two first starts of one program, each on an empty database, with the same settings and the same calls. A generator of random numbers
 * that was begun when a native executable was built would say the same in both (ASVS 11.5.1).
 */
@Requirement("K-10")
class FreshStartIT {

    private static final String USER = "fresh@example.com";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** By the name of each what is random in it, without the times and names that stand beside it. */
    private static Map<String, String> one;

    private static Map<String, String> other;

    @BeforeAll
    static void start() {
        one = randomsOfAFirstStart();
        other = randomsOfAFirstStart();
    }

    @Test
    @DisplayName("have no key, id, secret or salt in common")
    void nothingIsTheSame() {
        assertThat(one.keySet()).isEqualTo(other.keySet()).hasSize(11);
        one.forEach((name, value) -> assertThat(other.get(name)).as(name).isNotEqualTo(value));
    }

    @Test
    @DisplayName("and within one start nothing comes twice")
    void nothingComesTwice() {
        assertThat(one.values()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(other.values());
    }

    private static Map<String, String> randomsOfAFirstStart() {
        try (Database database = Database.start();
                Node node = Node.start(
                        database,
                        Map.of(
                                "LATCHKEY_BOOTSTRAP_ADMIN_USERNAME",
                                "root",
                                "LATCHKEY_BOOTSTRAP_ADMIN_PASSWORD",
                                Client.PASSWORD))) {
            Client client = node.client();
            client.signUp(USER);
            Reply first = client.signIn(USER);
            Reply second = client.signIn(USER);
            Map<String, String> found = new LinkedHashMap<>();
            JsonNode key =
                    client.get("/.well-known/jwks.json").json().path("keys").path(0);
            found.put("kid", key.path("kid").asText());
            found.put("key", key.path("x").asText());
            found.put("session id", random(first.json().at("/session/id").asText()));
            found.put(
                    "another session id", random(second.json().at("/session/id").asText()));
            found.put("refresh secret", refreshSecret(first));
            found.put("another refresh secret", refreshSecret(second));
            found.put("jti", payload(first).path("jti").asText());
            found.put("user id", random(payload(first).path("sub").asText()));
            found.put("device token", first.text("device_token"));
            found.put("salt", salt(database));
            found.put("client secret", clientSecret(client));
            assertThat(found.values()).noneMatch(String::isBlank);
            return found;
        }
    }

    /** The 62 bits of a UUID of version 7 that are no time, nor count on from the one before (RFC 9562 §5.7). */
    private static String random(String uuid) {
        return uuid.substring("xxxxxxxx-xxxx-7xxx-".length());
    }

    /** Of {@code lkr_}, behind version, session id and generation; the tag behind it is a function of what stands before. */
    private static String refreshSecret(Reply tokens) {
        byte[] bytes =
                Base64.getUrlDecoder().decode(tokens.text("refresh_token").substring("lkr_".length()));
        int start = 1 + 16 + 4;
        return HexFormat.of().formatHex(Arrays.copyOfRange(bytes, start, start + 32));
    }

    private static JsonNode payload(Reply tokens) {
        try {
            return JSON.readTree(
                    Base64.getUrlDecoder().decode(tokens.text("access_token").split("\\.", -1)[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code $argon2id$v=19$m=…$salt$hash}. */
    private static String salt(Database database) {
        return database.text("SELECT password_hash FROM app_user WHERE username = '" + USER + "'")
                .split("\\$", -1)[4];
    }

    private static String clientSecret(Client client) {
        Reply created = client.send(
                "POST",
                "/admin/clients",
                Map.of("client_id", "fresh", "name", "Fresh", "roles", new String[0], "grant_types", new String[0]),
                client.signIn("root").text("access_token"));
        assertThat(created.status()).isEqualTo(201);
        return created.text("client_secret");
    }
}
