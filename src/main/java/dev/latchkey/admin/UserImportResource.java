package dev.latchkey.admin;

import dev.latchkey.identity.Caller;
import dev.latchkey.user.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/admin/users/import")
@Tag(name = "Administration")
@RolesAllowed(Users.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
class UserImportResource {

    private static final String LINES = "application/x-ndjson";
    private static final Set<String> PARAMETERS = Set.of("dry_run");

    private static final String EXAMPLE = """
            {"username":"ada","email":"ada@example.com","email_verified":true,"roles":["editor"],"password_hash":"$argon2id$v=19$m=19456,t=2,p=1$…"}
            """;

    private final UserImporter importer;
    private final Caller caller;

    UserImportResource(UserImporter importer, Caller caller) {
        this.importer = importer;
        this.caller = caller;
    }

    @Operation(
            summary = "Take over users from elsewhere: a JSON object on each line",
            description =
                    "Lines that were imported before are left alone, so the same file can be sent again. A line with an error"
                            + " stops no other. With dry_run=true nothing is written.")
    @Extension(
            name = "x-problems",
            value = "unknown-parameter,busy,authentication-required,invalid-token,step-up-required,forbidden")
    @RequestBody(
            content =
                    @Content(
                            mediaType = LINES,
                            schema = @Schema(implementation = ImportLine.class),
                            examples = @ExampleObject(name = "a line", value = EXAMPLE)))
    @POST
    @Consumes(LINES)
    public ImportReport run(InputStream body, @QueryParam("dry_run") @Nullable String dryRun, @Context UriInfo uri) {
        UUID actorId = caller.undoubtedUserId();
        QueryParameters.requireKnownOnce(uri.getQueryParameters(), PARAMETERS);
        return importer.run(body, QueryParameters.flag("dry_run", dryRun).orElse(false), actorId);
    }
}
