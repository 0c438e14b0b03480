package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the headers of every route of the API's description, in the ways in which each can go wrong, so that a new route cannot
 * forget them. Standards C-12 to C-14.
 *
 * @param application where the API is
 * @param operators where health, metrics and the description are
 * @param transportSecurity whether {@code Strict-Transport-Security} must be there, or must not
 */
public record HeaderScan(URI application, URI operators, boolean transportSecurity) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String SOME_ID = "01890000-0000-7000-8000-000000000000";
    private static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";
    private static final int MANY = 20;

    /** Every operation without credentials, with bad ones, with these, and with bodies that are refused. */
    public void everyRoute(String accessToken) throws Exception {
        JsonNode paths = new ObjectMapper()
                .readTree(send(operators, "GET", "/q/openapi?format=json", null).body())
                .path("paths");
        int scanned = 0;
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            String url = path.getKey().replaceAll("\\{[^}]+}", SOME_ID);
            for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE")) {
                check(send(application, method, url, null));
                check(send(application, method, url, null, "Authorization", "Bearer x.y.z"));
                check(send(application, method, url, "{", "Content-Type", "application/json"));
                check(send(application, method, url, "{}", "Content-Type", "application/json"));
                check(send(application, method, url, "a=b", "Content-Type", "text/plain"));
                check(send(application, method, url, "x".repeat(20_000), "Content-Type", "application/json"));
                scanned++;
            }
            check(send(application, "GET", url, null, "Authorization", "Bearer " + accessToken));
            check(send(application, "GET", url, null, "Accept", "image/png"));
        }
        assertThat(scanned).isGreaterThan(MANY);
    }

    /** What no resource answers: the framework and the server do. (What has no valid URI is refused before them, bare.) */
    public void everyError() throws Exception {
        for (String path :
                List.of("/", "/no/such/thing", "/samples/%20", "/samples/%2e%2e/x", "/auth/sessions/%00", "/q/none")) {
            check(send(application, "GET", path, null));
        }
        // far too much, which is refused without reading what is announced
        assertThat(checkRaw("POST /auth/refresh HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 100000"))
                .startsWith("HTTP/1.1 413 ")
                .contains("body-too-large");
        for (String host : List.of("a b", "[", "localhost:port", "a/b", "a@b")) {
            assertProblem(checkRaw("GET /samples/public HTTP/1.1", host));
        }
        for (String line : List.of("GET nothing HTTP/1.1", "OPTIONS * HTTP/1.1", "BREW /tea HTTP/1.1")) {
            checkRaw(line);
        }
    }

    public void everyPageForOperators() throws Exception {
        for (String path : List.of(
                "/q/health",
                "/q/health/live",
                "/q/health/ready",
                "/q/health/started",
                "/q/metrics",
                "/q/openapi",
                "/q/none")) {
            checkManagement(send(operators, "GET", path, null, "Origin", "https://evil.example"), DATA_POLICY);
        }
        HttpResponse<String> page = send(operators, "GET", "/q/swagger-ui/", null, "Origin", "https://evil.example");
        assertThat(page.statusCode()).isEqualTo(200);
        checkManagement(
                page,
                "default-src 'self'; img-src 'self' data:; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
                        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    private HttpResponse<String> check(HttpResponse<String> response) {
        assertNoRedirect(response.toString(), response.statusCode());
        check(response.toString(), response.headers().map(), DATA_POLICY, transportSecurity);
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (!response.body().isEmpty()) {
            assertThat(type)
                    .as(response.toString())
                    .matches("application/(problem\\+|jwk-set\\+)?json(;charset=UTF-8)?");
        }
        return response;
    }

    private void checkManagement(HttpResponse<String> response, String policy) {
        boolean apart = !operators.equals(application);
        assertNoRedirect(response.toString(), response.statusCode());
        check(response.toString(), response.headers().map(), policy, transportSecurity && !apart);
        assertThat(response.headers().map()).as(response.toString()).doesNotContainKey("access-control-allow-origin");
        if (!response.body().isEmpty()) {
            assertThat(response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT))
                    .as(response.toString())
                    .matches(".*charset=utf-8.*|application/(problem\\+)?json.*");
        }
    }

    /** Each header once: of two policies browsers take both, of two of the others the first, the last or none. */
    private static void check(String of, Map<String, List<String>> headers, String policy, boolean transportSecurity) {
        assertThat(headers)
                .as(of)
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("content-security-policy", List.of(policy))
                .containsEntry("x-frame-options", List.of("DENY"))
                .containsEntry("referrer-policy", List.of("no-referrer"));
        boolean publicKeys = of.matches("\\((GET|HEAD) .*/\\.well-known/jwks\\.json\\) (200|304)");
        // Quarkus lets the files of Swagger UI be kept, for they are the same until the next release
        boolean apiPage = of.contains("/q/swagger-ui/");
        assertThat(headers.getOrDefault("cache-control", List.of()))
                .as(of)
                .hasSize(1)
                .first()
                .asString()
                .matches(publicKeys ? "public, max-age=300" : apiPage ? "no-store|public, immutable.*" : "no-store");
        if (transportSecurity) {
            assertThat(headers)
                    .as(of)
                    .containsEntry("strict-transport-security", List.of("max-age=31536000; includeSubDomains"));
        } else {
            assertThat(headers).as(of).doesNotContainKey("strict-transport-security");
        }
    }

    /** Who calls by http must notice, not be led on: credentials went in the clear already. 304 leads nowhere. */
    private static void assertNoRedirect(String of, int status) {
        assertThat(status / 100 == 3 && status != 304).as(of).isFalse();
    }

    /** What an HTTP client would not send. */
    private String checkRaw(String requestLine) throws IOException {
        return checkRaw(requestLine, "localhost");
    }

    private String checkRaw(String requestLine, String host) throws IOException {
        try (Socket socket = new Socket(application.getHost(), application.getPort())) {
            socket.getOutputStream()
                    .write((requestLine + "\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, List<String>> headers = reply.lines()
                    .skip(1)
                    .takeWhile(line -> !line.isEmpty())
                    .map(line -> line.split(": ?", 2))
                    .collect(Collectors.groupingBy(
                            line -> line[0].toLowerCase(Locale.ROOT),
                            TreeMap::new,
                            Collectors.mapping(line -> line[1], Collectors.toList())));
            assertThat(reply).as(requestLine).startsWith("HTTP/1.1 ").doesNotStartWith("HTTP/1.1 5");
            assertNoRedirect(requestLine, Integer.parseInt(reply.substring(9, 12)));
            check(requestLine + " " + reply.lines().findFirst().orElse(""), headers, DATA_POLICY, transportSecurity);
            return reply;
        }
    }

    private static void assertProblem(String reply) {
        assertThat(reply)
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("\r\nContent-Type: application/problem+json")
                .contains("\"code\":\"invalid-request\"")
                .contains("\"instance\":\"urn:latchkey:trace:");
    }

    private static HttpResponse<String> send(
            URI base, String method, String path, @Nullable String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
