package dev.latchkey.ops;

import dev.latchkey.problem.ProblemType;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * Describes every problem an operation answers with, with an example of each. Operations name them by the extension {@code
 * x-problems}, a list of codes. Those of OAuth, which have a shape of their own (RFC 6749 §5.2), name theirs by {@code
 * x-oauth-errors}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProblemsInOpenApi implements OASFilter {

    private static final String EXTENSION = "x-problems";
    private static final String OAUTH_EXTENSION = "x-oauth-errors";
    private static final List<ProblemType> WITH_BODY = List.of(
            ProblemType.INVALID_REQUEST,
            ProblemType.MALFORMED_JSON,
            ProblemType.BODY_TOO_LARGE,
            ProblemType.UNSUPPORTED_MEDIA_TYPE);
    private static final List<ProblemType> ALWAYS = List.of(ProblemType.INTERNAL_ERROR, ProblemType.UNAVAILABLE);

    @Override
    public @Nullable Operation filterOperation(Operation operation) {
        Object oauthErrors = operation.getExtensions() == null
                ? null
                : operation.getExtensions().get(OAUTH_EXTENSION);
        if (oauthErrors != null) {
            describeOAuth(operation, oauthErrors.toString());
            return operation;
        }
        Map<Integer, Map<String, Example>> byStatus = new TreeMap<>();
        possible(operation)
                .forEach(type -> byStatus.computeIfAbsent(type.status(), status -> new LinkedHashMap<>())
                        .put(type.code(), example(type)));
        byStatus.forEach((status, examples) -> operation
                .getResponses()
                .addAPIResponse(Integer.toString(status), response(examples, "Problem: ", "application/problem+json")));
        operation.removeExtension(EXTENSION);
        return operation;
    }

    private static void describeOAuth(Operation operation, String errors) {
        Map<Integer, Map<String, Example>> byStatus = new TreeMap<>();
        Stream.concat(Stream.of(errors.split(",")), Stream.of("server_error", "temporarily_unavailable"))
                .forEach(error -> byStatus.computeIfAbsent(statusOf(error), status -> new LinkedHashMap<>())
                        .put(error, OASFactory.createExample().value(Map.of("error", error))));
        // each authenticates its clients, and too many failures are put off like too much work
        byStatus.put(ProblemType.TOO_MANY_ATTEMPTS.status(), byStatus.get(ProblemType.UNAVAILABLE.status()));
        byStatus.forEach((status, examples) -> operation
                .getResponses()
                .addAPIResponse(Integer.toString(status), response(examples, "OAuth error: ", "application/json")));
        operation.removeExtension(OAUTH_EXTENSION);
    }

    private static int statusOf(String oauthError) {
        return switch (oauthError) {
            case "invalid_client" -> 401;
            case "server_error" -> 500;
            case "temporarily_unavailable" -> 503;
            default -> 400;
        };
    }

    private static Stream<ProblemType> possible(Operation operation) {
        Object codes = operation.getExtensions() == null
                ? null
                : operation.getExtensions().get(EXTENSION);
        Stream<ProblemType> named = codes == null
                ? Stream.empty()
                : Stream.of(codes.toString().split(",")).map(ProblemsInOpenApi::byCode);
        Stream<ProblemType> body = operation.getRequestBody() == null ? Stream.empty() : WITH_BODY.stream();
        return Stream.of(named, body, ALWAYS.stream()).flatMap(types -> types);
    }

    private static ProblemType byCode(String code) {
        return Stream.of(ProblemType.values())
                .filter(type -> type.code().equals(code.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No problem has the code " + code));
    }

    private static APIResponse response(Map<String, Example> examples, String kind, String mediaType) {
        Schema schema = OASFactory.createSchema().addType(Schema.SchemaType.OBJECT);
        return OASFactory.createAPIResponse()
                .description(kind + String.join(", ", examples.keySet()))
                .content(OASFactory.createContent()
                        .addMediaType(
                                mediaType,
                                OASFactory.createMediaType().schema(schema).examples(examples)));
    }

    private static Example example(ProblemType type) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", type.uri());
        problem.put("title", type.title());
        problem.put("status", type.status());
        problem.put("code", type.code());
        problem.put("instance", "urn:latchkey:trace:4bf92f3577b34da6a3ce929d0e0e4736");
        if (type == ProblemType.SESSION_ENDED) {
            problem.put("reason", "signed_out");
        }
        return OASFactory.createExample().value(problem);
    }
}
