package dev.latchkey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.Requirement;
import dev.latchkey.it.Client.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the packaged service logs when everything is to be logged. */
class LogIT {

    private static final String JSON = "Content-Type: application/json";
    private static final String ADA = "ada@example.com";

    private static Database database;
    private static Node node;
    private static RawHttp http;

    @BeforeAll
    static void start() {
        database = Database.start();
        node = Node.start(
                database,
                Map.of(
                        "QUARKUS_LOG_LEVEL", "TRACE",
                        "QUARKUS_LOG_CATEGORY__ORG_HIBERNATE__LEVEL", "TRACE",
                        "QUARKUS_LOG_CATEGORY__ORG_JBOSS_RESTEASY_REACTIVE__LEVEL", "TRACE",
                        "QUARKUS_LOG_CATEGORY__IO_QUARKUS_MICROMETER__LEVEL", "TRACE",
                        "LATCHKEY_SESSION_REFRESH_GRACE", "PT0S",
                        "LATCHKEY_BOOTSTRAP_ADMIN_USERNAME", "root",
                        "LATCHKEY_BOOTSTRAP_ADMIN_PASSWORD", "canary-bootstrap-password"));
        http = RawHttp.to(node);
    }

    @AfterAll
    static void stop() {
        node.close();
        database.close();
    }

    @Test
    @Requirement({"L-02", "L-04"})
    @DisplayName("no secret in the log at TRACE, the trail, the metrics or an error")
    void secretsStayOut() {
        List<String> secrets = new ArrayList<>(List.of("canary-bootstrap-password", Node.MASTER_KEY, "refreshHash="));
        StringBuilder errors = new StringBuilder();
        String password = canary(secrets, "password");
        assertThat(node.client()
                        .post("/auth/sign-up", Map.of("email", ADA, "password", password))
                        .status())
                .isEqualTo(202);
        Reply first = signIn(ADA, password);
        Reply second = node.client().refresh(first.text("refresh_token"));
        Reply other = signIn(ADA, password);
        for (Reply reply : List.of(first, second, other)) {
            String access = reply.text("access_token");
            String refresh = reply.text("refresh_token");
            secrets.addAll(List.of(
                    refresh,
                    refresh.substring(4, 60),
                    access,
                    access.substring(access.indexOf('.') + 1, access.lastIndexOf('.')),
                    access.substring(access.lastIndexOf('.') + 1)));
        }
        String access = other.text("access_token");
        assertThat(node.client().get("/samples/whoami", access).status()).isEqualTo(200);

        // every call with what is wrong about it: values, bodies, types, places
        List<String> bodies = List.of(
                "{\"username\":\"" + ADA + "\",\"email\":\"" + ADA + "\",\"password\":\"%s\"}",
                "{\"username\":\"%s\",\"password\":\"x\"}",
                "{\"email\":\"%s\",\"password\":\"correct horse battery staple\"}",
                "{\"refresh_token\":\"%s\"}",
                "{\"refresh_token\":\"lkr_%s\"}",
                "{\"password\":\"%s",
                "{\"password\":{\"value\":\"%s\"}}",
                "{\"password\":\"a\",\"password\":\"%s\"}",
                "{\"%s\":\"a\"}",
                "%s",
                "password=%s");
        for (String path : List.of("/auth/sign-up", "/auth/sign-in", "/auth/refresh", "/auth/sign-out")) {
            for (String body : bodies) {
                for (String type : List.of(JSON, "Content-Type: application/x-www-form-urlencoded", "X-None: 1")) {
                    errors.append(http.send("POST", path, List.of(type), body.formatted(canary(secrets, "body"))));
                    // refused for its cookies, before the body is looked at
                    errors.append(http.send(
                            "POST",
                            path,
                            List.of(
                                    type,
                                    "Cookie: __Host-latchkey_refresh=" + canary(secrets, "cookie"),
                                    "X-CSRF-Token: " + canary(secrets, "csrf")),
                            body.formatted(canary(secrets, "body"))));
                }
            }
        }
        String basic = canary(secrets, "basic");
        for (String authorization : List.of(
                "Bearer " + canary(secrets, "bearer"),
                "Bearer " + access + canary(secrets, "suffix"),
                "Bearer " + access.substring(0, access.lastIndexOf('.')) + "." + canary(secrets, "signature"),
                "Basic " + Base64.getEncoder().encodeToString(("ada:" + basic).getBytes(StandardCharsets.UTF_8)),
                "Digest " + canary(secrets, "digest"),
                canary(secrets, "scheme"))) {
            secrets.add(authorization.substring(authorization.indexOf(' ') + 1));
            for (String path : List.of("/auth/me", "/admin/users", "/samples/public", "/nowhere")) {
                errors.append(http.send("GET", path, List.of("Authorization: " + authorization), ""));
            }
        }
        errors.append(http.send("GET", "/nowhere?token=" + canary(secrets, "query"), List.of(), ""));
        errors.append(http.send("GET", "/auth/sessions/?token=" + canary(secrets, "query"), List.of(), ""));
        errors.append(node.client().refresh(first.text("refresh_token")).body());
        errors.append(node.client().refresh(second.text("refresh_token")).body());
        database.stop();
        errors.append(signIn(ADA, password).body());
        errors.append(node.client().refresh(other.text("refresh_token")).body());
        database.startAgain();
        await().ignoreExceptions().until(() -> signIn(ADA, password).status() == 200);

        Map<String, String> sinks = Map.of(
                "log", node.log(),
                "trail", database.text("SELECT string_agg(e::text, E'\\n') FROM audit_event e"),
                "sessions", database.text("SELECT string_agg(s::text, E'\\n') FROM session s"),
                "metrics", node.management().get("/q/metrics").body(),
                "errors", errors.toString());
        assertThat(sinks.get("log")).contains("\"level\":\"DEBUG\"", "event=refresh");
        assertThat(sinks.get("trail")).contains("authn_login_fail", "reuse_detected");
        assertThat(sinks.get("errors"))
                .contains("malformed-json", "invalid-credentials", "invalid-token", "csrf-refused");
        sinks.forEach((name, content) -> {
            for (String secret : secrets) {
                assertThat(content.contains(secret))
                        .as("%s in the %s", secret, name)
                        .isFalse();
            }
        });
    }

    private static Reply signIn(String username, String password) {
        return node.client().post("/auth/sign-in", Map.of("username", username, "password", password));
    }

    private static String canary(List<String> secrets, String kind) {
        String canary = "canary-" + kind + "-" + (1_000_000 + secrets.size());
        secrets.add(canary);
        return canary;
    }

    @Test
    @Requirement("L-03")
    @DisplayName("whatever is sent, the log is one JSON object a line, and as many as were written")
    void nothingForgesARecord() throws IOException {
        String username = "mallory@example.com";
        node.client().signUp(username);
        String access = node.client().signIn(username).text("access_token");
        for (String poison : POISONS) {
            String json = new ObjectMapper().writeValueAsString(poison);
            List<String> headers = List.of(
                    JSON,
                    "User-Agent: " + poison,
                    "X-Request-Id: " + poison,
                    "traceparent: 00-" + poison + "-0123456789abcdef-01",
                    "Forwarded: for=" + poison,
                    "X-Forwarded-For: " + poison,
                    "Accept-Language: " + poison);
            for (List<String> lines : List.of(headers, List.of(JSON))) {
                http.send("POST", "/auth/sign-in", lines, "{\"username\":" + json + ",\"password\":\"x\"}");
                http.send(
                        "POST",
                        "/auth/sign-in",
                        lines,
                        "{\"username\":\"" + username + "\",\"password\":\"" + Client.PASSWORD + "\"}");
                http.send("POST", "/auth/sign-up", lines, "{\"email\":" + json + ",\"password\":" + json + "}");
                http.send("POST", "/auth/refresh", lines, "{" + json + ":" + json + "}");
                http.send("POST", "/auth/refresh", lines, poison);
            }
            http.send("PATCH", "/auth/me", List.of(JSON, "Authorization: Bearer " + access), "{\"name\":" + json + "}");
            http.send("GET", "/nowhere/" + poison + "?q=" + poison, headers, "");
            http.send("GET", "/auth/sessions?scope=" + poison, List.of("Authorization: Bearer " + poison), "");
            http.send(poison, "/nowhere", List.of(), "");
        }
        for (String encoded : List.of("%0d%0a", "%0A%7B%22forged%22:1%7D", "%1b[2J", "%E2%80%A8", "%E2%80%AE", "%9b")) {
            http.send("GET", "/nowhere/" + encoded + "?q=" + encoded, List.of(), "");
            http.send("DELETE", "/auth/sessions?scope=" + encoded, List.of("Authorization: Bearer " + access), "");
        }

        Set<Long> sequences = new HashSet<>();
        for (String line : node.log().lines().toList()) {
            JsonNode record = new ObjectMapper().readTree(line);
            assertThat(record.has("loggerName") && record.has("timestamp"))
                    .as(line)
                    .isTrue();
            assertThat(record.has("forged")).as(line).isFalse();
            assertThat(sequences.add(record.path("sequence").asLong())).as(line).isTrue();
            assertThat(DANGEROUS.matcher(line).find()).as(line).isFalse();
        }
        assertThat(database.number("SELECT count(*) FROM audit_event WHERE octet_length(audit_event::text) <> length("
                        + "audit_event::text) OR audit_event::text ~ '[[:cntrl:]]'"))
                .isZero();
        assertThat(database.number("SELECT count(*) FROM session WHERE user_agent LIKE '%forged%'"))
                .isPositive();
        assertThat(database.number("SELECT count(*) FROM session WHERE device_name ~ '[[:cntrl:]\\u2028\\u202e]'"
                        + " OR user_agent ~ '[[:cntrl:]\\u2028\\u202e]'"))
                .isZero();
    }

    private static final String FORGED = "{\"forged\":\"ERROR\",\"loggerName\":\"x\"}";
    private static final List<String> POISONS = List.of(
            "a\n" + FORGED,
            "a\r\n" + FORGED,
            "a\r" + FORGED,
            "a\n " + FORGED,
            "a\u0085" + FORGED,
            "a\u2028" + FORGED,
            "a\u2029" + FORGED,
            "a\u001b[2J\u001b[31m" + FORGED,
            "a\u009b31m" + FORGED,
            "a\u202e" + FORGED,
            "a\u2066\u2069" + FORGED,
            "a\u0000" + FORGED,
            "a\u0007\b" + FORGED,
            "\",\"forged\":\"x",
            "a\\n\\u000a" + FORGED);

    /** What moves a terminal, breaks a line for some reader, or turns text around; JSON need not escape all of it. */
    private static final Pattern DANGEROUS = Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");
}
