package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Impossible settings stop the service at start, by name, and say what to do. */
@Requirement({"K-01", "K-08"})
class StartUpIT {

    private static Database database;

    @BeforeAll
    static void start() {
        database = Database.start();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                Arguments.of("LATCHKEY_MASTER_KEY", "", "latchkey.master-key"),
                Arguments.of("LATCHKEY_MASTER_KEY", "c2hvcnQ=", "latchkey.master-key"),
                Arguments.of("LATCHKEY_ISSUER", "", "latchkey.issuer"),
                Arguments.of("LATCHKEY_ISSUER", "http://latchkey.example", "latchkey.issuer"),
                Arguments.of("QUARKUS_DATASOURCE_JDBC_URL", "", "QUARKUS_DATASOURCE_JDBC_URL"),
                Arguments.of("LATCHKEY_SESSION_IDLE_TIMEOUT", "PT13H", "latchkey.session.idle-timeout"),
                Arguments.of("LATCHKEY_SESSION_REFRESH_GRACE", "PT6M", "latchkey.session.refresh-grace"),
                Arguments.of("LATCHKEY_TOKEN_ACCESS_TTL", "PT31M", "latchkey.token.access-ttl"),
                Arguments.of("LATCHKEY_SESSION_RETENTION", "PT0S", "latchkey.session.retention"),
                Arguments.of("LATCHKEY_AUDIT_RETENTION", "PT0S", "latchkey.audit.retention"),
                Arguments.of(
                        "LATCHKEY_SESSION_REMEMBER_ME_ABSOLUTE_TIMEOUT",
                        "P31D",
                        "latchkey.session.remember-me.absolute-timeout"),
                Arguments.of("LATCHKEY_TOKEN_ALGORITHM", "HS256", "latchkey.token.secret"),
                Arguments.of("LATCHKEY_TOKEN_SECRET", Node.MASTER_KEY.replace('A', 'B'), "latchkey.token.secret"),
                Arguments.of("LATCHKEY_KEY_IMPORT_FILE", "README.md", "latchkey.key.import-file"),
                Arguments.of("LATCHKEY_KEY_RSA_BITS", "1024", "latchkey.key.rsa-bits"),
                Arguments.of("LATCHKEY_KEY_PUBLISH_AHEAD", "PT5M", "latchkey.key.publish-ahead"),
                Arguments.of("LATCHKEY_KEY_ROTATION_INTERVAL", "PT1M", "latchkey.key.rotation-interval"),
                Arguments.of("LATCHKEY_PASSWORD_MEMORY", "64", "latchkey.password.memory"),
                Arguments.of("LATCHKEY_PASSWORD_ITERATIONS", "1", "latchkey.password.memory"),
                Arguments.of("LATCHKEY_PASSWORD_MIN_LENGTH", "14", "latchkey.password.min-length"),
                Arguments.of("LATCHKEY_THROTTLE_ACCOUNT", "101/PT1M", "latchkey.throttle.account"),
                Arguments.of("LATCHKEY_THROTTLE_SOURCE", "100 a minute", "latchkey.throttle.source"),
                Arguments.of("LATCHKEY_CORS_ORIGINS", "https://app.example.com,*", "latchkey.cors.origins"),
                Arguments.of("LATCHKEY_TRUSTED_PROXIES", "10.0.0.0/8,proxy", "latchkey.trusted-proxies"),
                Arguments.of("LATCHKEY_SESION_IDLE_TIMEOUT", "PT5M", "LATCHKEY_SESION_IDLE_TIMEOUT"),
                Arguments.of("LATCHKEY_SIGN_UP_VERIFY_EMAIL", "true", "latchkey.sign-up.verify-email"),
                Arguments.of("LATCHKEY_SIGN_UP_VERIFY_EMAIL", "", "quarkus.mailer.from"),
                Arguments.of("QUARKUS_MAILER_HOST", "smtp.latchkey.example", "quarkus.mailer.from"));
    }

    @Test
    @DisplayName("what Kubernetes says of a service named latchkey, and one of a list, is no misspelt setting")
    void serviceLinksAreNoSettings() {
        Map<String, String> environment = Map.of(
                "LATCHKEY_SERVICE_HOST", "10.0.0.1",
                "LATCHKEY_SERVICE_PORT_HTTP", "8080",
                "LATCHKEY_PORT", "tcp://10.0.0.1:8080",
                "LATCHKEY_PORT_8080_TCP_ADDR", "10.0.0.1",
                "LATCHKEY_CORS_ORIGINS_0_", "https://app.example.com");

        try (Node node = Node.start(database, environment)) {
            assertThat(node.management().get("/q/health/ready").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @MethodSource("impossible")
    @DisplayName("refuses to start and names the setting")
    void refuses(String variable, String value, String named) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL",
                database.url(),
                "QUARKUS_DATASOURCE_USERNAME",
                "postgres",
                "QUARKUS_HTTP_PORT",
                Integer.toString(Node.freePort()),
                "QUARKUS_MANAGEMENT_PORT",
                Integer.toString(Node.freePort()),
                "LATCHKEY_ISSUER",
                Node.ISSUER,
                "LATCHKEY_MASTER_KEY",
                Node.MASTER_KEY,
                "LATCHKEY_SIGN_UP_VERIFY_EMAIL",
                "false"));
        if (value.isEmpty()) {
            environment.remove(variable);
        } else {
            environment.put(variable, value);
        }
        Path log = Path.of(
                "target", "it-logs", "refused-" + variable + "-" + Integer.toHexString(value.hashCode()) + ".log");
        Files.deleteIfExists(log);

        Process process = Node.launch(environment, log);

        boolean stopped = process.waitFor(30, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(stopped).as("stops by itself").isTrue();
        assertThat(process.exitValue()).isNotZero();
        assertThat(Files.readString(log)).contains(named).doesNotContain(Node.MASTER_KEY);
    }
}
