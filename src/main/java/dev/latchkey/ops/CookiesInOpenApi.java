package dev.latchkey.ops;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Describes cookies as the other way to be signed in, and the header that unsafe calls with cookies need. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD, priority = CookiesInOpenApi.AFTER_THE_REST)
public class CookiesInOpenApi implements OASFilter {

    static final int AFTER_THE_REST = 0;

    private static final Map<String, String> COOKIES = Map.of(
            "access_cookie", "__Host-latchkey_access",
            "session_cookie", "__Host-latchkey_session");

    @Override
    public void filterOpenAPI(OpenAPI api) {
        COOKIES.forEach((scheme, cookie) -> api.getComponents()
                .addSecurityScheme(
                        scheme,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.COOKIE)
                                .name(cookie)
                                .description("Set by signing in; without __Host- where the public URL is http")));
        DescribedOperation.each(api, CookiesInOpenApi::describe);
    }

    private static void describe(DescribedOperation described) {
        Operation operation = described.operation();
        if (operation.getSecurity() != null && !operation.getSecurity().isEmpty()) {
            COOKIES.keySet()
                    .forEach(scheme -> operation.addSecurityRequirement(
                            OASFactory.createSecurityRequirement().addScheme(scheme)));
        }
        if (described.takesCsrfToken()) {
            operation.addParameter(OASFactory.createParameter()
                    .name("X-CSRF-Token")
                    .in(Parameter.In.HEADER)
                    .description("The csrf_token of the session; required with cookies")
                    .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING)));
        }
    }
}
