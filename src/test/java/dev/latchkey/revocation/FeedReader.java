package dev.latchkey.revocation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the stream as its page says, and refuses whatever the page does not say. */
public final class FeedReader implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    public record Event(String name, @Nullable String id, JsonNode data) {

        public String cursor() {
            return requireNonNull(id);
        }

        boolean isAbout(RevokedToken token) {
            return name.equals("revoked")
                    && data.path("kind").asText().equals(token.kind().code())
                    && data.path("token_id").asText().equals(token.tokenId());
        }
    }

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    private FeedReader(HttpResponse<InputStream> response) {
        this.response = response;
        this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    static FeedReader open(@Nullable String token, @Nullable String lastEventId) {
        return open("http://localhost:" + RestAssured.port, token, lastEventId);
    }

    public static FeedReader open(String base, @Nullable String token, @Nullable String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/revocations/stream"));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            return new FeedReader(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    public Event next() {
        return nextOrEnd().orElseThrow(() -> new AssertionError("The stream ended"));
    }

    /** The next event; empty at the end of the stream. */
    public Optional<Event> nextOrEnd() {
        Map<String, String> fields = new HashMap<>();
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    assertThat(fields).containsKeys("event", "data");
                    return Optional.of(new Event(
                            requireNonNull(fields.get("event")),
                            fields.get("id"),
                            JSON.readTree(requireNonNull(fields.get("data")))));
                }
                int colon = line.indexOf(": ");
                assertThat(fields.put(line.substring(0, colon), line.substring(colon + 2)))
                        .isNull();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(fields).as("the stream ends between two events").isEmpty();
        return Optional.empty();
    }

    /** Reads on until such an event. */
    public Event until(Predicate<Event> wanted) {
        Event event = next();
        while (!wanted.test(event)) {
            event = next();
        }
        return event;
    }

    public Event until(String name) {
        return until(event -> event.name().equals(name));
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
