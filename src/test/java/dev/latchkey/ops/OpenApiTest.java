package dev.latchkey.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The API's description lists what the contract does, with every problem and an example of it. */
@QuarkusTest
class OpenApiTest {

    @Test
    void everyOperationIsDescribed() {
        Map<String, Map<String, Map<String, Object>>> paths = api().getMap("paths");

        assertThat(paths)
                .containsKeys(
                        "/auth/sign-up",
                        "/auth/sign-in",
                        "/auth/refresh",
                        "/auth/sign-out",
                        "/auth/sessions",
                        "/auth/sessions/{id}",
                        "/auth/me",
                        "/auth/me/email",
                        "/auth/email/verify",
                        "/auth/password",
                        "/auth/password/forgot",
                        "/auth/password/reset",
                        "/admin/users",
                        "/admin/users/{id}",
                        "/admin/users/{id}/sessions",
                        "/admin/users/import",
                        "/admin/clients",
                        "/admin/clients/{client_id}",
                        "/admin/clients/{client_id}/secret",
                        "/oauth2/token",
                        "/oauth2/introspect",
                        "/oauth2/revoke",
                        "/revocations",
                        "/revocations/stream",
                        "/.well-known/oauth-authorization-server",
                        "/admin/keys",
                        "/admin/keys/rotate",
                        "/admin/keys/{kid}/withdraw",
                        "/.well-known/jwks.json");
        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            if (operation.containsKey("responses")) {
                assertThat(operation.get("summary")).as(method + " " + path).isNotNull();
                assertThat(((Map<?, ?>) operation.get("responses")).keySet().toString())
                        .as(method + " " + path)
                        .contains("500", "503");
            }
        }));
    }

    @Test
    void everyProblemHasAnExample() {
        Set<String> codes = new TreeSet<>();
        for (ProblemType type : ProblemType.values()) {
            codes.add(type.uri());
        }
        String all =
                given().accept("application/json").get("/q/openapi?format=json").asString();

        // these three come before any operation is found
        codes.remove(ProblemType.METHOD_NOT_ALLOWED.uri());
        codes.remove(ProblemType.NOT_ACCEPTABLE.uri());
        assertThat(codes).allMatch(all::contains);
    }

    @Test
    void oauthEndpointsTakeFormsAndAnswerErrorsOfTheirOwn() {
        String token = "paths.'/oauth2/token'.post.";

        assertThat(api().getString(token + "requestBody.content.'application/x-www-form-urlencoded'.examples"))
                .contains("grant_type=client_credentials");
        assertThat(api().getString(token + "responses.'400'.content.'application/json'.examples"))
                .contains("invalid_scope");
        assertThat(api().getString(token + "responses.'401'.content.'application/json'.examples"))
                .contains("invalid_client");
    }

    @Test
    void importTakesLinesAndShowsThem() {
        String run = "paths.'/admin/users/import'.post.";

        assertThat(api().getString(run + "requestBody.content.'application/x-ndjson'.examples"))
                .contains("username:ada");
        assertThat(api().getMap("components.schemas.ImportLine.properties")
                        .keySet()
                        .toString())
                .contains("password_hash", "email_verified");
        assertThat(api().getMap(run + "responses").keySet().toString())
                .contains("200", "400", "401", "403", "413", "415", "503");
    }

    @Test
    void membersAreInSnakeCaseWithExamples() {
        assertThat(api().getString("components.schemas.SignInRequest.properties.remember_me.type"))
                .contains("boolean");
        assertThat(api().getList("components.schemas.SignInRequest.properties.username.examples"))
                .contains("ada@example.com");
        assertThat(api().getMap("components.schemas.SignedIn.properties")
                        .keySet()
                        .toString())
                .contains("access_token", "refresh_expires_in");
    }

    @Test
    void cookiesAreAnotherWayToBeSignedIn() {
        JsonPath api = api();

        assertThat(api.getString("components.securitySchemes.session_cookie.in"))
                .isEqualTo("cookie");
        assertThat(api.getString("components.securitySchemes.access_cookie.name"))
                .isEqualTo("__Host-latchkey_access");
        assertThat(api.getString("paths.'/auth/me'.patch.security")).contains("access_cookie", "session_cookie");
        assertThat(api.getString("paths.'/auth/me'.patch.parameters")).contains("X-CSRF-Token");
        assertThat(api.getString("paths.'/auth/me'.get.parameters")).isNull();
        for (String path : List.of("/oauth2/token", "/auth/password/reset", "/auth/email/verify", "/auth/sign-in")) {
            assertThat(String.valueOf(api.getString("paths.'" + path + "'.post.parameters")))
                    .as(path)
                    .doesNotContain("X-CSRF-Token");
        }
        assertThat(api.getString("paths.'/auth/sign-in'.post.security")).isNull();
    }

    private JsonPath api() {
        return given().get("/q/openapi?format=json").jsonPath();
    }
}
