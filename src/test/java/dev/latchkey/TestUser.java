package dev.latchkey;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import java.util.Map;
import java.util.UUID;

/** A user of a test, who can sign in. */
public record TestUser(UUID id, String username) {

    public Tokens signIn() {
        return signIn(Map.of());
    }

    public Tokens signIn(Map<String, Object> more) {
        return signIn(more, Map.of());
    }

    /** Signs in with a device that calls itself so. */
    public Tokens signInWith(String userAgent) {
        return signIn(Map.of(), Map.of("User-Agent", userAgent));
    }

    public Tokens signIn(Map<String, Object> more, Map<String, String> headers) {
        Map<String, Object> body = new java.util.HashMap<>(more);
        body.put("username", username);
        body.put("password", TestUsers.PASSWORD);
        return given().contentType(ContentType.JSON)
                .headers(headers)
                .body(body)
                .post("/auth/sign-in")
                .then()
                .statusCode(200)
                .extract()
                .as(Tokens.class);
    }
}
