package dev.latchkey.sample;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.support.TestClock;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SampleResourceTest {

    private final TestClock clock;

    SampleResourceTest(TestClock clock) {
        this.clock = clock;
    }

    @Test
    void publicAnswersEverybodyWhateverTheySend() {
        assertThat(given().get("/samples/public").statusCode()).isEqualTo(200);
        assertThat(call("/samples/public", "stale").statusCode()).isEqualTo(200);
    }

    @Test
    void userAnswersWhoeverHasTheRole() {
        Response response = call("/samples/user", TestTokens.user().issue());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.jsonPath().getString("message")).isEqualTo("Hello, alice@example.org");
    }

    @Test
    void adminAnswersAdministratorsOnly() {
        String user = TestTokens.user().issue();
        String admin = TestTokens.user().withRole("admin").issue();

        assertThat(call("/samples/admin", admin).statusCode()).isEqualTo(200);
        assertThat(call("/samples/admin", user).statusCode()).isEqualTo(403);
        assertThat(given().get("/samples/admin").statusCode()).isEqualTo(401);
    }

    /** Claims injected in each of the ways that MicroProfile JWT knows. */
    @Requirement("A-03")
    @Test
    void whoamiSaysWhatTheTokenSays() {
        String token = TestTokens.user().withRole("admin").issue();
        Response response = call("/samples/whoami", token);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.jsonPath().getString("username")).isEqualTo("alice@example.org");
        assertThat(response.jsonPath().getList("groups")).hasToString("[admin, user]");
        assertThat(response.jsonPath().getString("session_id")).hasSize(36);
        assertThat(response.jsonPath().getString("subject")).hasSize(36);
        assertThat(response.jsonPath().getString("acr")).isEqualTo("urn:latchkey:acr:password");
        assertThat(response.jsonPath().getString("issued_at"))
                .isEqualTo(clock.instant().toString());
        assertThat(response.jsonPath().getBoolean("administrator")).isTrue();
        assertThat(given().get("/samples/whoami").statusCode()).isEqualTo(401);
    }

    /** RFC 9470 §3, at the boundary. */
    @Test
    void sensitiveAsksForAStepUpAfterFiveMinutes() {
        String token = TestTokens.user()
                .withAuthenticatedAgo(Duration.ofMinutes(5).minusSeconds(1))
                .issue();
        assertThat(call("/samples/sensitive", token).statusCode()).isEqualTo(200);

        clock.advance(Duration.ofSeconds(1));
        Response response = call("/samples/sensitive", token);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"latchkey\", error=\"insufficient_user_authentication\", max_age=300");
        assertThat(response.jsonPath().getString("code")).isEqualTo("step-up-required");
        assertThat(call("/samples/sensitive", "bad").jsonPath().getString("code"))
                .isEqualTo("invalid-token");
    }

    /** What nobody thought of is denied. */
    @Requirement("E-06")
    @Test
    void forgottenIsDeniedToEverybody() {
        assertThat(given().get("/samples/forgotten").statusCode()).isEqualTo(401);
        assertThat(call(
                                "/samples/forgotten",
                                TestTokens.user().withRole("admin").issue())
                        .statusCode())
                .isEqualTo(403);
    }

    private static Response call(String path, String token) {
        return given().auth().oauth2(token).get(path);
    }
}
