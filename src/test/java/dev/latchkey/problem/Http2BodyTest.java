package dev.latchkey.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.TestUsers;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where an operator switches HTTP/2 on, whose bodies need no length and no chunks. */
@QuarkusTest
@TestProfile(Http2BodyTest.Http2.class)
class Http2BodyTest {

    /** Off unless set. */
    public static class Http2 implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.http2", "true");
        }
    }

    @TestHTTPResource("/auth/refresh")
    URI refresh;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    @Test
    @Requirement("T-08")
    @DisplayName("more than 16 KiB, of a length that nobody said")
    void bodyTooLargeThen413() throws Exception {
        // the first request only asks for HTTP/2
        post("{}");

        HttpResponse<String> small = post("{\"refresh_token\":\"a\"}");
        HttpResponse<String> large = post("{\"refresh_token\":\"" + "x".repeat(20_000) + "\"}");

        assertThat(small.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(small.statusCode()).isEqualTo(401);
        assertThat(large.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.body()).contains("body-too-large");
    }

    @Test
    @DisplayName("signing in works by it too")
    void signIn() throws Exception {
        post("{}");

        HttpResponse<String> reply = post(
                refresh.resolve("/auth/sign-in"),
                "{\"username\":\"" + TestUsers.user().create().username() + "\",\"password\":\"" + TestUsers.PASSWORD
                        + "\"}");

        assertThat(reply.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(reply.statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> post(String body) throws Exception {
        return post(refresh, body);
    }

    private HttpResponse<String> post(URI uri, String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
                        .build(),
                BodyHandlers.ofString());
    }
}
