package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /auth/me}. */
@QuarkusTest
class MeTest {

    private final TestUser user = TestUsers.user().withName("Ada").create();
    private Tokens tokens;

    @BeforeEach
    void signIn() {
        tokens = user.signIn();
    }

    @Test
    void meShowsTheUser() {
        given().auth()
                .oauth2(tokens.access())
                .get("/auth/me")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("$", aMapWithSize(7))
                .body("id", equalTo(user.id().toString()))
                .body("username", equalTo(user.username()))
                .body("email", equalTo(user.username()))
                .body("email_verified", equalTo(false))
                .body("name", equalTo("Ada"))
                .body("roles", contains("user"));
    }

    @Test
    void patchChangesKeepsAndRemovesTheName() {
        patch("{\"name\":\"Grace\"}").statusCode(200).body("name", equalTo("Grace"));
        patch("{}").statusCode(200).body("name", equalTo("Grace"));
        patch("{\"name\":null}").statusCode(200).body("name", nullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"roles\":[\"admin\"]}",
                "{\"id\":\"x\"}",
                "{\"email_verified\":true}",
                "{\"username\":\"root\"}"
            })
    @Requirement("E-04")
    @DisplayName("what only the server sets cannot be sent")
    void patchWithServersMembersThen400(String body) {
        patch(body).statusCode(400).body("code", equalTo("malformed-json")).body("known_members", contains("name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"\"}",
                "{\"name\":\"a\\u0000b\"}",
                "{\"name\":\"\\ud800\"}",
                "{\"name\":\"a\\u2028b\"}",
                "{\"name\":7}"
            })
    void patchWithImpossibleNameThen400(String body) {
        patch(body).statusCode(400);
    }

    @Test
    void meWithoutTokenThen401() {
        given().get("/auth/me").then().statusCode(401).body("code", equalTo("authentication-required"));
    }

    private ValidatableResponse patch(String body) {
        return given().auth()
                .oauth2(tokens.access())
                .contentType(ContentType.JSON)
                .body(body)
                .patch("/auth/me")
                .then();
    }
}
