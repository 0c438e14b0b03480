package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestClient;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.throttle.DefaultBudgets;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits by source on public calls that need no password. */
@QuarkusTest
@TestProfile(DefaultBudgets.class)
@Requirement("T-05")
class CallLimitsTest {

    @Inject
    SessionRows rows;

    private final String source = source();

    @BeforeEach
    void begin() {
        rows.forgetBuckets();
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                Arguments.of("sign-up", 5, 202, (Function<RequestSpecification, Response>)
                        from -> from.contentType(ContentType.JSON)
                                .body(Map.of("email", TestUsers.unique(), "password", TestUsers.PASSWORD))
                                .post("/auth/sign-up")),
                Arguments.of("sign-up that cannot succeed", 5, 400, (Function<RequestSpecification, Response>)
                        from -> from.contentType(ContentType.JSON)
                                .body(Map.of("email", "nobody", "password", TestUsers.PASSWORD))
                                .post("/auth/sign-up")),
                Arguments.of("forgotten password", 4, 202, (Function<RequestSpecification, Response>)
                        from -> from.contentType(ContentType.JSON)
                                .body(Map.of("email", TestUsers.unique()))
                                .post("/auth/password/forgot")),
                Arguments.of("reset", 9, 400, (Function<RequestSpecification, Response>)
                        from -> from.contentType(ContentType.JSON)
                                .body(Map.of("token", "garbage", "new_password", TestUsers.PASSWORD))
                                .post("/auth/password/reset")),
                Arguments.of("verification", 9, 400, (Function<RequestSpecification, Response>)
                        from -> from.contentType(ContentType.JSON)
                                .body(Map.of("token", "garbage"))
                                .post("/auth/email/verify")),
                Arguments.of("page of a reset", 9, 400, page("/auth/reset-password")),
                Arguments.of("page of a verification", 9, 400, page("/auth/verify-email")),
                Arguments.of("page of \"this was not me\"", 9, 400, page("/auth/not-me")),
                Arguments.of("refresh", 6, 401, (Function<RequestSpecification, Response>)
                        from -> from.contentType(ContentType.JSON)
                                .body(Map.of("refresh_token", "lkr_garbage"))
                                .post("/auth/refresh")),
                Arguments.of("csrf", 7, 401, (Function<RequestSpecification, Response>) from -> from.get("/auth/csrf")),
                Arguments.of("token", 8, 401, client("/oauth2/token")),
                Arguments.of("introspect", 8, 401, client("/oauth2/introspect")),
                Arguments.of("revoke", 8, 401, client("/oauth2/revoke")));
    }

    @ParameterizedTest(name = "{0}: {1}, then 429")
    @MethodSource("calls")
    void burst(String name, int burst, int status, Function<RequestSpecification, Response> call) {
        List<Integer> statuses = IntStream.range(0, burst + 20)
                .mapToObj(i -> call.apply(from(source)).statusCode())
                .toList();

        assertThat(statuses.subList(0, burst)).containsOnly(status);
        assertThat(statuses.subList(burst, burst + 20)).containsOnly(429);
        assertThat(call.apply(from(source)).header("Retry-After")).matches("[1-9]\\d*");
        assertThat(call.apply(from(source())).statusCode()).as("from elsewhere").isEqualTo(status);
    }

    @Test
    @DisplayName("what is good is never refused for the bad that comes from the same place")
    void goodPasses() {
        Tokens tokens = TestUsers.user().create().signIn();
        TestClient client = TestClient.create("service");
        for (int i = 0; i < 10; i++) {
            from(source)
                    .contentType(ContentType.JSON)
                    .body(Map.of("refresh_token", "lkr_garbage"))
                    .post("/auth/refresh");
            assertThat(client("/oauth2/introspect").apply(from(source)).statusCode())
                    .isIn(401, 429);
        }

        from(source)
                .contentType(ContentType.JSON)
                .body(Map.of("refresh_token", tokens.refresh()))
                .post("/auth/refresh")
                .then()
                .statusCode(200);
        client.calling()
                .header("X-Forwarded-For", source)
                .formParam("token", tokens.access())
                .post("/oauth2/introspect")
                .then()
                .statusCode(200);
    }

    @Test
    @DisplayName("/oauth2/* says so in its own way")
    void oauthHasItsOwnShape() {
        Response refused = IntStream.range(0, 9)
                .mapToObj(i -> client("/oauth2/token").apply(from(source)))
                .reduce((one, other) -> other)
                .orElseThrow();

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.jsonPath().getMap("$")).isEqualTo(Map.of("error", "temporarily_unavailable"));
        assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
    }

    private static Function<RequestSpecification, Response> client(String path) {
        return from -> from.contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParam("client_id", "nobody-here")
                .formParam("client_secret", "lkc_wrong")
                .formParam("grant_type", "client_credentials")
                .formParam("token", "x")
                .post(path);
    }

    private static Function<RequestSpecification, Response> page(String path) {
        return from -> from.contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParam("token", "garbage")
                .formParam("new_password", TestUsers.PASSWORD)
                .post(path);
    }

    private static RequestSpecification from(String address) {
        return given().header("X-Forwarded-For", address);
    }

    /** Another IPv6 network each time. */
    private static String source() {
        return "2001:db8:" + UUID.randomUUID().toString().substring(9, 18).replace('-', ':') + "::1";
    }
}
