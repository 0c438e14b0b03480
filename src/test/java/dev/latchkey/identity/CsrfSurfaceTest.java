package dev.latchkey.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.Browser;
import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every unsafe call of the API's description with the cookies of an administrator, as another page would make the browser send it. */
@QuarkusTest
class CsrfSurfaceTest {

    private static final Set<String> SAFE = Set.of("get", "head", "options");

    /** What a secret in the body allows, or a client's own credentials, and no cookie. */
    private static final Set<String> WITHOUT_COOKIES = Set.of(
            "/auth/email/verify", "/auth/password/reset", "/oauth2/token", "/oauth2/introspect", "/oauth2/revoke");

    /** Cookies of a session long gone keep nobody from these: only the page that calls is looked at. */
    private static final Set<String> WITHOUT_TOKEN = Set.of("/auth/sign-in", "/auth/sign-up", "/auth/password/forgot");

    @Inject
    SessionRows rows;

    private record Call(String method, String path, String type) {

        Response send(RequestSpecification request) {
            return request.contentType(type)
                    .body("{}".getBytes(StandardCharsets.UTF_8))
                    .request(method, path);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cookie", "session"})
    @Requirement({"C-06", "C-07"})
    @DisplayName("is refused to other sites' pages, and to its own without the session's token")
    void everyUnsafeCallIsGuarded(String transport) throws IOException {
        TestUser admin = TestUsers.user().withRole("admin").create();
        Browser browser = Browser.signedIn(admin, transport);
        String token = browser.csrfToken();

        List<Call> calls = calls(admin);

        assertThat(calls).hasSizeGreaterThan(20);
        for (Call call : calls) {
            assertRefused(
                    call,
                    call.send(browser.cookiesOnly()
                            .header("Sec-Fetch-Site", "cross-site")
                            .header("X-CSRF-Token", token)),
                    "fetch-site");
            if (!WITHOUT_TOKEN.contains(call.path())) {
                assertRefused(call, call.send(browser.cookiesOnly().header("Origin", Browser.ORIGIN)), "token");
            }
        }
        assertThat(rows.endReason(browser.sessionId())).isEqualTo("null");
        assertThat(browser.callStatus()).isEqualTo(200);
    }

    private static void assertRefused(Call call, Response reply, String part) {
        assertThat(reply.statusCode()).as("%s: %s", call, reply.asString()).isEqualTo(403);
        assertThat(reply.jsonPath().getString("part")).as("%s", call).isEqualTo(part);
    }

    private static List<Call> calls(TestUser admin) throws IOException {
        JsonNode paths = new ObjectMapper()
                .readTree(given().get("/q/openapi?format=json").asString())
                .path("paths");
        List<Call> calls = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (!SAFE.contains(operation.getKey()) && !WITHOUT_COOKIES.contains(path.getKey())) {
                    JsonNode content = operation.getValue().path("requestBody").path("content");
                    calls.add(new Call(
                            operation.getKey().toUpperCase(Locale.ROOT),
                            path.getKey().replaceAll("\\{[^}]+}", admin.id().toString()),
                            content.isEmpty()
                                    ? "application/json"
                                    : content.fieldNames().next()));
                }
            }
        }
        return calls;
    }
}
