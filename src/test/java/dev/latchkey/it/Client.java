package dev.latchkey.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP to one node, as an application would. */
record Client(String base) {

    static final String PASSWORD = "correct horse battery staple";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    record Reply(int status, String body) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String text(String member) {
            return json().path(member).asText();
        }
    }

    Reply get(String path) {
        return send("GET", path, null, null);
    }

    Reply get(String path, String accessToken) {
        return send("GET", path, null, accessToken);
    }

    Reply post(String path, Map<String, ?> body) {
        return send("POST", path, body, null);
    }

    Reply signUp(String email) {
        return post("/auth/sign-up", Map.of("email", email, "password", PASSWORD));
    }

    Reply signIn(String username) {
        return signIn(username, PASSWORD);
    }

    Reply signIn(String username, String password) {
        return post("/auth/sign-in", Map.of("username", username, "password", password));
    }

    Reply refresh(String refreshToken) {
        return post("/auth/refresh", Map.of("refresh_token", refreshToken));
    }

    Reply signOut(String refreshToken) {
        return post("/auth/sign-out", Map.of("refresh_token", refreshToken));
    }

    /** Sends a form as a registered client. */
    Reply form(String path, String clientId, String secret, String form) {
        String credentials =
                Base64.getEncoder().encodeToString((clientId + ':' + secret).getBytes(StandardCharsets.UTF_8));
        return exchange(HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    /** Sends a body whose length nobody knows beforehand, for as long as it takes. */
    Reply stream(String path, String contentType, Supplier<InputStream> body, String accessToken) {
        return exchange(HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofMinutes(5))
                .header("Content-Type", contentType)
                .header("Authorization", "Bearer " + accessToken)
                .POST(HttpRequest.BodyPublishers.ofInputStream(body))
                .build());
    }

    Reply send(String method, String path, @Nullable Object body, @Nullable String accessToken) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20));
            if (body == null) {
                request.method(method, HttpRequest.BodyPublishers.noBody());
            } else {
                request.method(method, HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                        .header("Content-Type", "application/json");
            }
            if (accessToken != null) {
                request.header("Authorization", "Bearer " + accessToken);
            }
            return exchange(request.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reply exchange(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
