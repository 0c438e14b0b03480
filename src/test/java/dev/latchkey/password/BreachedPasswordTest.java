package dev.latchkey.password;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Requirement;
import dev.latchkey.TestUsers;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A new password that thieves know, as far as a file and a service that is away can tell. */
@QuarkusTest
@TestProfile(BreachedPasswordTest.Corpora.class)
@Requirement("P-04")
class BreachedPasswordTest {

    private static final String STOLEN = "four stolen words indeed";

    /** A file with one password, and a service at a port where nobody listens. */
    public static final class Corpora implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path file =
                        Files.createTempDirectory(Path.of("target"), "breaches").resolve("filter");
                BreachFile breaches = BreachFile.create(file, 100);
                breaches.add(MessageDigest.getInstance("SHA-1").digest(STOLEN.getBytes(StandardCharsets.UTF_8)));
                breaches.finish();
                return Map.of(
                        "latchkey.password.breach.file",
                        file.toString(),
                        "latchkey.password.breach.url",
                        "http://127.0.0.1:1/range/",
                        "latchkey.password.breach.when-unavailable",
                        "reject");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Inject
    MeterRegistry metrics;

    @Test
    @DisplayName("is refused with the reason")
    void stolenThenRefusedWithTheReason() {
        signUp(STOLEN).statusCode(400).body("code", equalTo("weak-password")).body("reasons", contains("breached"));
    }

    @Test
    @DisplayName("is not looked up if something else is wrong with it already")
    void weakThenNotLookedUp() {
        double checks = checks();

        signUp("short").statusCode(400).body("reasons", contains("too_short"));

        assertThat(checks()).isEqualTo(checks);
    }

    @Test
    @DisplayName("is not taken unseen, where the settings say so, while the service is away")
    void awayThenUnavailable() {
        signUp("four other words indeed").statusCode(503).body("code", equalTo("unavailable"));
    }

    private double checks() {
        return metrics.find("latchkey.breach.checks").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static ValidatableResponse signUp(String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("email", TestUsers.unique(), "password", password))
                .post("/auth/sign-up")
                .then();
    }
}
