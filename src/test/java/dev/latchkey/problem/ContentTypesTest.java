package dev.latchkey.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.Requirement;
import dev.latchkey.TestUsers;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every call of the API's description that takes a body takes it in one type: what a form of another site can send is none of those. */
@QuarkusTest
class ContentTypesTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String NONE = "";
    private static final List<String> TYPES = List.of(
            NONE,
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json",
            "application/jsonp",
            "application/xml",
            "*/*");

    @TestHTTPResource("/")
    URI base;

    @Test
    @Requirement("C-09")
    @DisplayName("any other type, and none, is 415, for an administrator too")
    void bodiesOfOtherTypesAreRefused() throws Exception {
        String admin = TestUsers.user().withRole("admin").create().signIn().access();
        int calls = 0;
        for (Map.Entry<String, JsonNode> path : paths().properties()) {
            for (Map.Entry<String, JsonNode> call : path.getValue().properties()) {
                JsonNode content = call.getValue().path("requestBody").path("content");
                if (content.isEmpty() || path.getKey().startsWith("/oauth2/")) {
                    continue;
                }
                calls++;
                for (String type : TYPES) {
                    if (!content.has(type)) {
                        HttpResponse<String> reply = send(call.getKey(), path.getKey(), type, admin);
                        assertThat(reply.statusCode())
                                .as("%s as %s: %s", reply, type, reply.body())
                                .isEqualTo(415);
                        assertThat(reply.body()).contains("\"code\":\"unsupported-media-type\"");
                    }
                }
            }
        }
        assertThat(calls).isGreaterThan(15);
    }

    private static JsonNode paths() throws IOException {
        return new ObjectMapper()
                .readTree(given().get("/q/openapi?format=json").asString())
                .path("paths");
    }

    private HttpResponse<String> send(String method, String path, String type, String token) throws Exception {
        String url = path.replaceAll("\\{[^}]+}", "01890000-0000-7000-8000-000000000000");
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(url))
                .header("Authorization", "Bearer " + token)
                .method(method.toUpperCase(Locale.ROOT), BodyPublishers.ofString("{}"));
        if (!type.equals(NONE)) {
            request.header("Content-Type", type);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
