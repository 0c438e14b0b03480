package dev.latchkey;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a client holds after signing in or refreshing, and what it does with it. */
public record Tokens(
        @JsonProperty("token_type") String tokenType,
        @JsonProperty("access_token") String access,
        @JsonProperty("expires_in") long expiresIn,
        @JsonProperty("refresh_token") String refresh,
        @JsonProperty("refresh_expires_in") long refreshExpiresIn,
        @JsonProperty("device_token") @Nullable String device,
        @JsonProperty("session") SessionLimits session) {

    public record SessionLimits(
            @JsonProperty("id") UUID id,
            @JsonProperty("idle_expires_at") Instant idleExpiresAt,
            @JsonProperty("expires_at") Instant expiresAt) {}

    /** Presents the refresh token. */
    public Response tryRefresh() {
        return given().contentType(ContentType.JSON)
                .body(Map.of("refresh_token", refresh))
                .post("/auth/refresh");
    }

    /** Presents the refresh token, which must be good. */
    public Tokens refreshed() {
        return tryRefresh().then().statusCode(200).extract().as(Tokens.class);
    }

    /** Status of a call with the access token. */
    public int callStatus() {
        return given().auth().oauth2(access).get("/samples/user").statusCode();
    }

    public void signOut() {
        given().contentType(ContentType.JSON)
                .body(Map.of("refresh_token", refresh))
                .post("/auth/sign-out")
                .then()
                .statusCode(204);
    }
}
