package dev.latchkey.ops;

import dev.latchkey.identity.CsrfExemptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** One operation of the API's description, and what follows from where it stands there. */
record DescribedOperation(OpenAPI api, String path, HttpMethod method, Operation operation) {

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final String JSON = "application/json";

    static void each(OpenAPI api, Consumer<DescribedOperation> action) {
        api.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations()
                        .forEach((method, operation) ->
                                action.accept(new DescribedOperation(api, path, method, operation))));
    }

    /** Called by clients with credentials of their own, and with errors of another shape. */
    boolean isOAuth() {
        return path.startsWith("/oauth2/");
    }

    /** Whether it is refused to other sites' pages (standards C-07). */
    boolean isGuarded() {
        return !SAFE.contains(method) && !isOAuth() && !CsrfExemptions.isByLink(path);
    }

    /** Whether cookies need the CSRF token beside them (standards C-06). */
    boolean takesCsrfToken() {
        return isGuarded() && !CsrfExemptions.isWithoutToken(path);
    }

    boolean takesBody() {
        return operation.getRequestBody() != null;
    }

    /** The members of the JSON that it takes, as they are declared; none if it takes none. */
    List<String> members() {
        if (!takesBody() || operation.getRequestBody().getContent() == null) {
            return List.of();
        }
        MediaType json = operation.getRequestBody().getContent().getMediaType(JSON);
        return json == null || json.getSchema() == null ? List.of() : members(json.getSchema());
    }

    List<String> queryParameters() {
        return operation.getParameters() == null
                ? List.of()
                : operation.getParameters().stream()
                        .filter(parameter -> parameter.getIn() == Parameter.In.QUERY)
                        .map(Parameter::getName)
                        .toList();
    }

    private List<String> members(Schema schema) {
        String name = Stream.concat(
                        Stream.of(schema), schema.getAnyOf() == null ? Stream.of() : schema.getAnyOf().stream())
                .map(Schema::getRef)
                .filter(ref -> ref != null)
                .map(ref -> ref.substring(ref.lastIndexOf('/') + 1))
                .findFirst()
                .orElse("");
        Schema found = api.getComponents().getSchemas().getOrDefault(name, schema);
        Map<String, Schema> properties = found.getProperties();
        return properties == null ? List.of() : List.copyOf(properties.keySet());
    }
}
