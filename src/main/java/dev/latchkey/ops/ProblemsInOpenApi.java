package dev.latchkey.ops;

import dev.latchkey.problem.ProblemType;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Describes every problem an operation answers with, with examples of each. Operations name by the extension {@code x-problems} those
 * that are their own, a list of names of {@link ProblemExamples}; what follows from path, method and body is added here. Those of
 * OAuth, which have a shape of their own (RFC 6749 §5.2), name theirs by {@code x-oauth-errors}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProblemsInOpenApi implements OASFilter {

    static final String EXTENSION = "x-problems";
    static final String OAUTH_EXTENSION = "x-oauth-errors";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        DescribedOperation.each(api, described -> {
            if (described.isOAuth()) {
                describeOAuth(described.operation());
            } else {
                describe(described);
            }
        });
    }

    private static void describe(DescribedOperation described) {
        Map<Integer, Map<String, Example>> byStatus = new TreeMap<>();
        possible(described)
                .forEach(name -> byStatus.computeIfAbsent(
                                ProblemExamples.type(name).status(), status -> new LinkedHashMap<>())
                        .put(name, shared(described.api(), name, ProblemExamples.of(name, described))));
        Operation operation = described.operation();
        byStatus.forEach((status, examples) -> {
            String codes = examples.keySet().stream()
                    .map(name -> ProblemExamples.type(name).code())
                    .distinct()
                    .collect(Collectors.joining(", "));
            operation
                    .getResponses()
                    .addAPIResponse(
                            Integer.toString(status),
                            shared(
                                    described.api(),
                                    examples,
                                    response("Problem: " + codes, examples, "application/problem+json")));
        });
        operation.removeExtension(EXTENSION);
    }

    /** Most look the same everywhere and are told once: the description is read and written anew at each start. */
    private static Example shared(OpenAPI api, String name, Example example) {
        Map<String, Example> told = api.getComponents().getExamples();
        if (told == null || !told.containsKey(name)) {
            api.getComponents().addExample(name, example);
        } else if (!told.get(name).getValue().equals(example.getValue())) {
            return example;
        }
        return OASFactory.createExample().ref(name);
    }

    /** The same for a whole response, unless an example in it is the operation's own. */
    private static APIResponse shared(OpenAPI api, Map<String, Example> examples, APIResponse response) {
        if (examples.values().stream().anyMatch(example -> example.getRef() == null)) {
            return response;
        }
        String name = String.join(".", examples.keySet());
        api.getComponents().addResponse(name, response);
        return OASFactory.createAPIResponse().ref(name);
    }

    private static void describeOAuth(Operation operation) {
        Map<Integer, Map<String, Example>> byStatus = new TreeMap<>();
        Stream.concat(named(operation, OAUTH_EXTENSION), Stream.of("server_error", "temporarily_unavailable"))
                .forEach(error -> byStatus.computeIfAbsent(statusOf(error), status -> new LinkedHashMap<>())
                        .put(error, OASFactory.createExample().value(Map.of("error", error))));
        // each authenticates its clients, and too many failures are put off like too much work
        byStatus.put(ProblemType.TOO_MANY_ATTEMPTS.status(), byStatus.get(ProblemType.UNAVAILABLE.status()));
        byStatus.put(
                ProblemType.BODY_TOO_LARGE.status(),
                Map.of("invalid_request", OASFactory.createExample().value(Map.of("error", "invalid_request"))));
        byStatus.forEach((status, examples) -> operation
                .getResponses()
                .addAPIResponse(
                        Integer.toString(status),
                        response(
                                "OAuth error: " + String.join(", ", examples.keySet()), examples, "application/json")));
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

    private static Set<String> possible(DescribedOperation described) {
        Set<String> names = new LinkedHashSet<>();
        named(described.operation(), EXTENSION).forEach(names::add);
        if (!described.members().isEmpty() || !described.queryParameters().isEmpty()) {
            names.add(ProblemType.INVALID_REQUEST.code());
        }
        names.add(ProblemExamples.TWO_CREDENTIALS);
        if (!described.members().isEmpty()) {
            names.addAll(List.of(ProblemType.MALFORMED_JSON.code(), ProblemExamples.UNKNOWN_MEMBER));
        }
        if (described.takesBody()) {
            names.addAll(List.of(ProblemType.BODY_TOO_LARGE.code(), ProblemType.UNSUPPORTED_MEDIA_TYPE.code()));
        }
        if (described.isGuarded()) {
            names.add(ProblemType.CSRF_REFUSED.code());
        }
        names.addAll(List.of(ProblemType.INTERNAL_ERROR.code(), ProblemType.UNAVAILABLE.code()));
        return names;
    }

    private static Stream<String> named(Operation operation, String extension) {
        Object names = operation.getExtensions() == null
                ? null
                : operation.getExtensions().get(extension);
        return names == null
                ? Stream.empty()
                : Stream.of(names.toString().split(",")).map(String::strip);
    }

    private static APIResponse response(String description, Map<String, Example> examples, String mediaType) {
        Schema schema = OASFactory.createSchema().addType(Schema.SchemaType.OBJECT);
        return OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(
                                mediaType,
                                OASFactory.createMediaType().schema(schema).examples(examples)));
    }
}
