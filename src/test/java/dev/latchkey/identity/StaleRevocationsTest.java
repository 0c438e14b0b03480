package dev.latchkey.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node that does not know what is revoked says so, and that it is not the caller's fault. */
@Requirement({"V-06", "E-07"})
@QuarkusTest
@TestProfile(StaleRevocationsTest.AlwaysStale.class)
class StaleRevocationsTest {

    @Test
    void callWhenTheListIsStaleThenUnavailable() {
        Response response = given().auth().oauth2(TestTokens.user().issue()).get("/samples/user");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getString("code")).isEqualTo("unavailable");
        assertThat(Integer.parseInt(response.header("Retry-After"))).isPositive();
        assertThat(response.header("WWW-Authenticate")).isNull();
    }

    @Test
    void callWhenNothingDependsOnTheListThenAnswers() {
        assertThat(given().get("/samples/public").statusCode()).isEqualTo(200);
        assertThat(given().get("/samples/user").statusCode()).isEqualTo(401);
        assertThat(given().auth().oauth2("bad").get("/samples/user").statusCode())
                .isEqualTo(401);
    }

    public static class AlwaysStale implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("latchkey.revocation.max-staleness", "PT0S");
        }
    }
}
