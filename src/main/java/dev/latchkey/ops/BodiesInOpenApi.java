package dev.latchkey.ops;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Takes out of requests and replies what is not of them: a body of anything where there is none, and the extensions of their operation. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class BodiesInOpenApi implements OASFilter {

    @Override
    public @Nullable RequestBody filterRequestBody(RequestBody body) {
        body.removeExtension(ProblemsInOpenApi.EXTENSION);
        body.removeExtension(ProblemsInOpenApi.OAUTH_EXTENSION);
        return body;
    }

    @Override
    public @Nullable APIResponse filterAPIResponse(APIResponse response) {
        response.removeExtension(ProblemsInOpenApi.EXTENSION);
        response.removeExtension(ProblemsInOpenApi.OAUTH_EXTENSION);
        if (response.getContent() != null && saysNothing(response.getContent())) {
            response.setContent(null);
        }
        return response;
    }

    private static boolean saysNothing(Content content) {
        return content.getMediaTypes().values().stream()
                .allMatch(
                        type -> type.getSchema() != null && isAnything(type.getSchema()) && type.getExamples() == null);
    }

    private static boolean isAnything(Schema schema) {
        return schema.getRef() == null && schema.getType() == null && schema.getAnyOf() == null;
    }
}
