package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.it.Client.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises to whoever has a JDK and a copy of the sources, and nothing else. */
@DisabledIfSystemProperty(named = "native.image.path", matches = ".+", disabledReason = "tested beside the jar")
class DevModeIT {

    private static final String USER = "ada@example.com";
    private static final Path LOGS = Path.of("target", "it-logs").toAbsolutePath();
    private static final Pattern ADMINISTRATOR =
            Pattern.compile("first administrator, shown this once: username (\\S+), password (\\S+)");

    @TempDir
    Path project;

    @Test
    @DisplayName("one command starts it and says where to go next; what was signed up is there the next time")
    void oneCommandIsEnough() throws IOException {
        DevMode.copyProject(project);
        Path firstLog = emptyLog("dev-mode-1.log");
        try (DevMode dev = DevMode.start(project, firstLog)) {
            String base = dev.client().base();
            // the start ends a moment after the first answer
            await().atMost(Duration.ofSeconds(20)).until(() -> dev.log().contains("Sign up: curl"));
            assertThat(dev.log())
                    .contains("Latchkey is at " + base + ", its API under " + base + "/q/swagger-ui")
                    .contains("Sign up: curl -X POST " + base + "/auth/sign-up", "sign in at /auth/sign-in");
            assertThat(dev.client().get("/q/swagger-ui/").status()).isEqualTo(200);

            assertThat(dev.client().signUp(USER).status()).isEqualTo(202);
            assertThat(callStatus(dev, "/samples/user", dev.client().signIn(USER)))
                    .isEqualTo(200);
            Matcher administrator = ADMINISTRATOR.matcher(dev.log());
            assertThat(administrator.find()).isTrue();
            Reply signedIn = dev.client().signIn(administrator.group(1), administrator.group(2));
            assertThat(callStatus(dev, "/samples/admin", signedIn)).isEqualTo(200);

            dev.stop();
            assertThat(dev.database()).as("the PostgreSQL that it started").isEmpty();
        }
        try (DevMode dev = DevMode.start(project, emptyLog("dev-mode-2.log"))) {
            assertThat(callStatus(dev, "/samples/user", dev.client().signIn(USER)))
                    .isEqualTo(200);
            assertThat(dev.log()).doesNotContain("Made the first administrator");
            dev.stop();
        }
    }

    private static int callStatus(DevMode dev, String path, Reply signedIn) {
        return dev.client().get(path, signedIn.text("access_token")).status();
    }

    private static Path emptyLog(String name) throws IOException {
        Path log = LOGS.resolve(name);
        Files.deleteIfExists(log);
        return log;
    }
}
