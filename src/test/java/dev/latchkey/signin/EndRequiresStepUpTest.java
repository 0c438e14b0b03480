package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.support.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ending other sessions where that asks for a recent proof. */
@QuarkusTest
@TestProfile(EndRequiresStepUpTest.Asking.class)
@Requirement("S-09")
class EndRequiresStepUpTest {

    @Inject
    TestClock clock;

    private final TestUser user = TestUsers.user().create();
    private Tokens other;
    private Tokens mine;

    @BeforeEach
    void signInTwice() {
        other = user.signIn();
        mine = user.signIn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?scope=others", "?scope=all", "/{other}", "/01999999-0000-7000-8000-000000000001"})
    @DisplayName("a proof of five minutes ago is too old, and nothing ends")
    void endingOthersAsksForAProof(String which) {
        clock.advance(Duration.ofMinutes(5));

        delete(mine, which)
                .then()
                .statusCode(401)
                .body("code", equalTo("step-up-required"))
                .header("WWW-Authenticate", containsString("max_age=300"));

        assertThat(mine.callStatus()).isEqualTo(200);
        assertThat(other.callStatus()).isEqualTo(200);
    }

    @Test
    @DisplayName("after a step-up it goes on")
    void endingOthersAfterAStepUp() {
        clock.advance(Duration.ofMinutes(5));
        Tokens proven = given().auth()
                .oauth2(mine.access())
                .contentType(ContentType.JSON)
                .body(Map.of("password", TestUsers.PASSWORD))
                .post("/auth/step-up")
                .then()
                .statusCode(200)
                .extract()
                .as(Tokens.class);

        delete(proven, "/{other}").then().statusCode(204);

        assertThat(other.callStatus()).isEqualTo(401);
        assertThat(proven.callStatus()).isEqualTo(200);
    }

    @Test
    @DisplayName("one's own session ends without: signing out must never fail")
    void endingOnesOwnAsksForNothing() {
        clock.advance(Duration.ofMinutes(5));

        delete(mine, "/" + mine.session().id()).then().statusCode(204);

        assertThat(mine.callStatus()).isEqualTo(401);
    }

    private Response delete(Tokens tokens, String which) {
        return given().auth()
                .oauth2(tokens.access())
                .contentType(ContentType.JSON)
                .delete("/auth/sessions"
                        + which.replace("{other}", other.session().id().toString()));
    }

    public static class Asking implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("latchkey.session.end-requires-step-up", "true");
        }
    }
}
