package dev.latchkey.admin;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditFilter;
import dev.latchkey.audit.AuditOutcome;
import dev.latchkey.audit.AuditRecord;
import dev.latchkey.audit.AuditType;
import dev.latchkey.client.ClientIds;
import dev.latchkey.user.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/admin/audit")
@Tag(name = "Administration")
@RolesAllowed(Users.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
class AuditResource {

    private static final int MAX_YEAR = 9999;
    private static final Set<String> PARAMETERS = Set.of(
            "limit",
            "cursor",
            "user_id",
            "session_id",
            "type",
            "outcome",
            "severity",
            "since",
            "until",
            "trace_id",
            "client_id");

    private final Audit audit;

    AuditResource(Audit audit) {
        this.audit = audit;
    }

    /** @param nextCursor to be passed for the next page; absent on the last */
    record EventPage(
            List<AuditRecord> events,

            @Schema(examples = "018f2d4e-7c11-7a3b-9d52-1f0e6a7b8c9d") @Nullable
            String nextCursor) {}

    @Operation(summary = "What happened, newest first, a page at a time")
    @Extension(name = "x-problems", value = "unknown-parameter,authentication-required,invalid-token,forbidden")
    @GET
    public EventPage list(
            @QueryParam("limit") @Nullable String size,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("user_id") @Nullable String userId,
            @QueryParam("session_id") @Nullable String sessionId,
            @QueryParam("type") @Nullable String type,
            @QueryParam("outcome") @Nullable String outcome,
            @QueryParam("severity") @Nullable String severity,
            @QueryParam("since") @Nullable String since,
            @QueryParam("until") @Nullable String until,
            @QueryParam("trace_id") @Nullable String traceId,
            @QueryParam("client_id") @Nullable String clientId,
            @Context UriInfo uri) {
        QueryParameters.requireKnownOnce(uri.getQueryParameters(), PARAMETERS);
        AuditFilter filter = new AuditFilter(
                QueryParameters.read("user_id", userId, "a UUID", QueryParameters::uuid),
                QueryParameters.read("session_id", sessionId, "a UUID", QueryParameters::uuid),
                QueryParameters.oneOf("type", type, AuditType.values(), AuditType::code),
                QueryParameters.oneOf("outcome", outcome, AuditOutcome.values(), AuditOutcome::code),
                QueryParameters.oneOf("severity", severity, AuditType.Severity.values(), AuditType.Severity::code),
                QueryParameters.read("since", since, "an RFC 3339 time", AuditResource::time),
                QueryParameters.read("until", until, "an RFC 3339 time", AuditResource::time),
                QueryParameters.read("trace_id", traceId, "32 hexadecimal digits", AuditResource::traceId),
                QueryParameters.read("client_id", clientId, "the name of a client", AuditResource::clientId));
        int limit = QueryParameters.pageSize(size);
        List<AuditRecord> page = audit.list(filter, QueryParameters.position(cursor), limit + 1);
        if (page.size() <= limit) {
            return new EventPage(page, null);
        }
        return new EventPage(page.subList(0, limit), page.get(limit - 1).id().toString());
    }

    private static Instant time(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text);
        if (time.getYear() < 0 || time.getYear() > MAX_YEAR) {
            throw new IllegalArgumentException();
        }
        return time.toInstant();
    }

    private static String traceId(String text) {
        if (!text.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static String clientId(String text) {
        if (!text.matches(ClientIds.FORM)) {
            throw new IllegalArgumentException();
        }
        return text;
    }
}
