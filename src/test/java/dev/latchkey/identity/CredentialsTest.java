package dev.latchkey.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How credentials arrive, and what is said to those who have none or the wrong ones. */
@Requirement("A-20")
@QuarkusTest
class CredentialsTest {

    private static final String PROTECTED = "/samples/user";

    @Test
    void callWhenNoneThenChallengedWithoutAnError() {
        Response response = given().get(PROTECTED);

        assertProblem(response, 401, "authentication-required");
        assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"latchkey\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearer", "Bearer ", "Token x", "x"})
    void callWhenNoBearerTokenThenChallengedWithoutAnError(String authorization) {
        Response response = given().header("Authorization", authorization).get(PROTECTED);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"latchkey\"");
    }

    @Test
    void callWhenBadThenInvalidToken() {
        Response response = given().auth().oauth2("bad").get(PROTECTED);

        assertProblem(response, 401, "invalid-token");
        assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"latchkey\", error=\"invalid_token\"");
    }

    @Test
    void callWhenTheRoleIsMissingThenForbidden() {
        Response response = given().auth().oauth2(TestTokens.user().issue()).get("/samples/admin");

        assertProblem(response, 403, "forbidden");
        assertThat(response.header("WWW-Authenticate")).contains("error=\"insufficient_scope\"");
    }

    /** RFC 9110 §11.1, schemes are case-insensitive. */
    @Requirement("A-19")
    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "bearer", "BEARER"})
    void callWithTheSchemeInAnyCaseThenAccepted(String scheme) {
        assertThat(given().header(
                                "Authorization",
                                scheme + " " + TestTokens.user().issue())
                        .get(PROTECTED)
                        .statusCode())
                .isEqualTo(200);
    }

    @Requirement("A-19")
    @Test
    void callWithTheTokenElsewhereThenNotSeen() {
        String token = TestTokens.user().issue();

        assertThat(given().queryParam("access_token", token).get(PROTECTED).statusCode())
                .isEqualTo(401);
        assertThat(given().formParam("access_token", token).post(PROTECTED).statusCode())
                .isEqualTo(405);
        assertThat(given().cookie("Bearer", token).get(PROTECTED).statusCode()).isEqualTo(401);
        assertThat(given().header("X-Authorization", "Bearer " + token)
                        .get(PROTECTED)
                        .statusCode())
                .isEqualTo(401);
    }

    /** On every path, since which of them counts must never be a question. */
    @Requirement("C-10")
    @ParameterizedTest
    @ValueSource(strings = {PROTECTED, "/samples/public"})
    void callWithTwoHeadersThenRefused(String path) {
        String token = TestTokens.user().issue();

        assertProblem(
                given().header("Authorization", "Bearer " + token, "Bearer " + token)
                        .get(path),
                400,
                "invalid-request");
    }

    private static void assertProblem(Response response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getString("code")).isEqualTo(code);
        assertThat(response.jsonPath().getInt("status")).isEqualTo(status);
    }
}
