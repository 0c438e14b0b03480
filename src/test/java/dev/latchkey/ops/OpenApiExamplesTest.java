package dev.latchkey.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.Requirement;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each operation of the API's description alone: no error without an example, no member without one. */
@QuarkusTest
class OpenApiExamplesTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final Set<String> SAFE = Set.of("get", "head", "options");
    private static final Set<String> BY_LINK = Set.of("/auth/email/verify", "/auth/password/reset");
    private static final Set<String> OF_TESTS = Set.of("/samples/failing", "/samples/forgotten");
    private static final List<String> OF_EVERY_PROBLEM =
            List.of("type", "title", "status", "detail", "code", "instance");

    /** What a code adds to them; of a list of lists any one. */
    private static final Map<String, List<List<String>>> OF_SOME = Map.of(
            "malformed-json", List.of(List.of("errors"), List.of("known_members")),
            "weak-password", List.of(List.of("reasons")),
            "step-up-required", List.of(List.of("max_age", "acr_values")),
            "session-ended", List.of(List.of("reason")),
            "csrf-refused", List.of(List.of("part")),
            "password-change-required", List.of(List.of("token")),
            "invalid-request", List.of(List.of("errors"), List.of("known_parameters"), List.of()));

    private JsonNode api;

    private record Operation(String method, String path, JsonNode json) {

        boolean isOAuth() {
            return path.startsWith("/oauth2/");
        }

        JsonNode response(String status) {
            return json.path("responses").path(status);
        }

        List<String> codes(String status) {
            return stream(response(status)
                            .path("content")
                            .path("application/problem+json")
                            .path("examples"))
                    .map(example -> example.path("value").path("code").asText())
                    .toList();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeEach
    void read() throws IOException {
        api = new ObjectMapper().readTree(given().get("/q/openapi?format=json").asString());
        // what is told once, put where it belongs
        resolve("#/components/responses/");
        resolve("#/components/examples/");
    }

    private void resolve(String prefix) {
        for (JsonNode referring : api.path("paths").findParents("$ref")) {
            String ref = referring.path("$ref").asText();
            if (ref.startsWith(prefix)) {
                JsonNode found = api.at(ref.substring(1));
                assertThat(found).as(ref).isNotEmpty();
                ((ObjectNode) referring).setAll((ObjectNode) found.deepCopy());
                ((ObjectNode) referring).remove("$ref");
            }
        }
    }

    @Test
    void anyCallRefusesTwoCredentials() {
        assertThat(problems())
                .hasSizeGreaterThan(30)
                .allSatisfy(operation ->
                        assertThat(operation.codes("400")).as("%s", operation).contains("invalid-request"));
    }

    @Test
    @Requirement("C-07")
    void unsafeCallsAreRefusedToPagesElsewhere() {
        assertThat(problems().filter(operation -> !SAFE.contains(operation.method())))
                .hasSizeGreaterThan(20)
                .allSatisfy(operation -> assertThat(operation.codes("403").contains("csrf-refused"))
                        .as("%s", operation)
                        .isNotEqualTo(BY_LINK.contains(operation.path())));
    }

    @Test
    void protectedCallsSayWhatIsWrongWithTheCaller() {
        assertThat(problems().filter(operation -> operation.json().has("security")))
                .hasSizeGreaterThan(20)
                .allSatisfy(operation -> {
                    assertThat(operation.codes("401"))
                            .as("%s", operation)
                            .contains("authentication-required", "invalid-token");
                    assertThat(operation.codes("403")).as("%s", operation).contains("forbidden");
                });
    }

    @Test
    void everyProblemIsShownWhole() {
        Set<String> withMembers = new TreeSet<>();
        problems()
                .forEach(operation -> operation.json().path("responses").properties().stream()
                        .filter(response -> Integer.parseInt(response.getKey()) >= 400)
                        .forEach(response -> {
                            JsonNode examples = response.getValue()
                                    .path("content")
                                    .path("application/problem+json")
                                    .path("examples");
                            assertThat(examples)
                                    .as("%s, %s", operation, response.getKey())
                                    .isNotEmpty();
                            stream(examples)
                                    .map(example -> example.path("value"))
                                    .forEach(problem -> {
                                        String code = problem.path("code").asText();
                                        assertThat(problem.path("status").asText())
                                                .isEqualTo(response.getKey());
                                        assertThat(names(problem))
                                                .as("%s, %s", operation, code)
                                                .containsAll(OF_EVERY_PROBLEM);
                                        List<String> more = new ArrayList<>(names(problem));
                                        more.removeAll(OF_EVERY_PROBLEM);
                                        assertThat(OF_SOME.getOrDefault(code, List.of(List.of())))
                                                .as("%s, %s", operation, code)
                                                .anySatisfy(members ->
                                                        assertThat(more).containsExactlyInAnyOrderElementsOf(members));
                                        more.forEach(member -> withMembers.add(code + " " + member));
                                    });
                        }));
        assertThat(withMembers)
                .containsAll(OF_SOME.entrySet().stream()
                        .flatMap(some -> some.getValue().stream()
                                .flatMap(List::stream)
                                .map(member -> some.getKey() + " " + member))
                        .toList());
    }

    @Test
    void everyMemberHasAnExample() {
        List<String> without = new ArrayList<>();
        operations()
                .forEach(operation -> Stream.concat(
                                stream(operation.json().path("requestBody").path("content")),
                                stream(operation.json().path("responses"))
                                        .flatMap(response -> stream(response.path("content"))))
                        .filter(content -> content.path("examples").isEmpty())
                        .forEach(content -> collect(content.path("schema"), operation.toString(), without)));

        assertThat(without).isEmpty();
    }

    @Test
    void successIsTheOneThatComes() {
        Map<String, List<String>> others = Map.of(
                "201",
                List.of("post /admin/users", "post /admin/clients", "post /admin/keys/rotate"),
                "202",
                List.of(
                        "post /auth/sign-up",
                        "put /auth/me/email",
                        "post /auth/password/forgot",
                        "post /admin/users/{id}/reset-password"),
                "204",
                List.of(
                        "post /auth/sign-out",
                        "post /auth/email/verify",
                        "post /auth/password/reset",
                        "post /admin/keys/{kid}/withdraw",
                        "post /admin/users/{id}/require-password-change"));
        assertThat(operations()).allSatisfy(operation -> {
            String expected = others.entrySet().stream()
                    .filter(other -> other.getValue().contains(operation.toString()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(operation.method().equals("delete") ? "204" : "200");
            assertThat(names(operation.json().path("responses")))
                    .as("%s", operation)
                    .filteredOn(status -> status.startsWith("2"))
                    .containsExactly(expected);
            assertThat(operation.response(expected).has("content"))
                    .as("%s", operation)
                    .isEqualTo(!Set.of("202", "204").contains(expected)
                            && !operation.path().equals("/oauth2/revoke"));
            assertThat(operation.json().toString()).as("%s", operation).doesNotContain("x-problems", "x-oauth-errors");
        });
    }

    /** Puts the paths of members without an example into the list. */
    private void collect(JsonNode schema, String path, List<String> without) {
        JsonNode resolved = schema;
        if (schema.has("$ref")) {
            resolved = api.at(schema.path("$ref").asText().substring(1));
        }
        if (resolved.has("anyOf")) {
            resolved.path("anyOf").forEach(one -> {
                if (!one.path("type").asText().equals("null")) {
                    collect(one, path, without);
                }
            });
            return;
        }
        if (resolved.has("examples") || schema.has("examples")) {
            return;
        }
        if (resolved.has("properties")) {
            resolved.path("properties")
                    .properties()
                    .forEach(member -> collect(member.getValue(), path + " " + member.getKey(), without));
            return;
        }
        if (resolved.has("items")) {
            collect(resolved.path("items"), path, without);
            return;
        }
        without.add(path);
    }

    private Stream<Operation> problems() {
        return operations().filter(operation -> !operation.isOAuth());
    }

    private Stream<Operation> operations() {
        return api.path("paths").properties().stream()
                .filter(path -> !OF_TESTS.contains(path.getKey()))
                .flatMap(path -> path.getValue().properties().stream()
                        .filter(operation -> METHODS.contains(operation.getKey()))
                        .map(operation -> new Operation(operation.getKey(), path.getKey(), operation.getValue())));
    }

    private static Stream<JsonNode> stream(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }
}
