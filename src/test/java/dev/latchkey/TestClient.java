package dev.latchkey;

import static io.restassured.RestAssured.given;

import dev.latchkey.client.Clients;
import dev.latchkey.client.GrantType;
import dev.latchkey.client.NewClient;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A registered client of a test, with a name that no other test uses. */
public record TestClient(String id, String secret) {

    public static TestClient create(String... roles) {
        return create(List.of(), roles);
    }

    public static TestClient create(List<String> scopes, String... roles) {
        NewClient draft = new NewClient(
                "client-" + UUID.randomUUID(),
                "A client",
                List.of(roles),
                scopes,
                List.of(GrantType.CLIENT_CREDENTIALS),
                List.of());
        return new TestClient(
                draft.clientId(),
                TestUsers.bean(Clients.class)
                        .create(draft, null, TestUsers.bean(Clock.class).instant())
                        .orElseThrow()
                        .secret());
    }

    /** Ready to send a form, by {@code client_secret_basic}. */
    public RequestSpecification calling() {
        return given().auth()
                .preemptive()
                .basic(id, secret)
                .contentType("application/x-www-form-urlencoded; charset=UTF-8");
    }

    public Response tryToken(Map<String, String> more) {
        return calling()
                .formParam("grant_type", "client_credentials")
                .formParams(more)
                .post("/oauth2/token");
    }

    public String token() {
        return tryToken(Map.of()).then().statusCode(200).extract().path("access_token");
    }

    public Response introspect(String token) {
        return calling().formParam("token", token).post("/oauth2/introspect");
    }

    public Response revoke(String token) {
        return calling().formParam("token", token).post("/oauth2/revoke");
    }

    public boolean findsActive(String token) {
        return introspect(token).then().statusCode(200).extract().path("active");
    }
}
