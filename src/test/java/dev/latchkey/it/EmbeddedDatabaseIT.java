package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.it.Client.Reply;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service where there is no database. */
@DisabledIfSystemProperty(
        named = "native.image.path",
        matches = ".+",
        disabledReason = "the executable has no PostgreSQL")
class EmbeddedDatabaseIT {

    private static final String USER = "ada@example.com";

    @TempDir
    Path directory;

    @Test
    @DisplayName("brings its own, stops it with itself, and finds the data again")
    void servesWithADatabaseOfItsOwn() {
        Path data = directory.resolve("postgres");
        Map<String, String> settings = Map.of(
                "LATCHKEY_EMBEDDED_POSTGRES_ENABLED", "true",
                "LATCHKEY_EMBEDDED_POSTGRES_DATA_DIR", data.toString(),
                "LATCHKEY_ISSUER", "http://localhost:8080");
        try (Node node = Node.startWithoutDatabase(settings)) {
            assertThat(node.client().signUp(USER).status()).isEqualTo(202);
            assertThat(callStatus(node)).isEqualTo(200);
        }
        assertThat(data).isDirectoryNotContaining("glob:**/postmaster.pid");

        try (Node node = Node.startWithoutDatabase(settings)) {
            assertThat(callStatus(node)).isEqualTo(200);
        }
    }

    private static int callStatus(Node node) {
        Reply signedIn = node.client().signIn(USER);
        return node.client().get("/samples/user", signedIn.text("access_token")).status();
    }
}
