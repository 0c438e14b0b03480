package dev.latchkey.admin;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditFilter;
import dev.latchkey.audit.AuditOutcome;
import dev.latchkey.audit.AuditRecord;
import dev.latchkey.audit.AuditType;
import dev.latchkey.client.ClientIds;
import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.user.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/admin/audit")
@Tag(name = "Administration")
@RolesAllowed(Users.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
class AuditResource {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;
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
    record EventPage(List<AuditRecord> events, @Nullable String nextCursor) {}

    @Operation(summary = "What happened, newest first, a page at a time")
    @Extension(name = "x-problems", value = "invalid-request,authentication-required,invalid-token,forbidden")
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
        requireKnownOnce(uri);
        AuditFilter filter = new AuditFilter(
                read("user_id", userId, "a UUID", AuditResource::uuid),
                read("session_id", sessionId, "a UUID", AuditResource::uuid),
                oneOf("type", type, AuditType.values(), AuditType::code),
                oneOf("outcome", outcome, AuditOutcome.values(), AuditOutcome::code),
                oneOf("severity", severity, AuditType.Severity.values(), AuditType.Severity::code),
                read("since", since, "an RFC 3339 time", AuditResource::time),
                read("until", until, "an RFC 3339 time", AuditResource::time),
                read("trace_id", traceId, "32 hexadecimal digits", AuditResource::traceId),
                read("client_id", clientId, "the name of a client", AuditResource::clientId));
        int limit =
                read("limit", size, "1 to " + MAX_LIMIT, AuditResource::limit).orElse(DEFAULT_LIMIT);
        List<AuditRecord> page =
                audit.list(filter, read("cursor", cursor, "one that was given out", AuditResource::uuid), limit + 1);
        if (page.size() <= limit) {
            return new EventPage(page, null);
        }
        return new EventPage(page.subList(0, limit), page.get(limit - 1).id().toString());
    }

    /** A filter that is misspelt or given twice must not silently show more, or something else, than was asked for. */
    private static void requireKnownOnce(UriInfo uri) {
        uri.getQueryParameters().forEach((name, values) -> {
            if (!PARAMETERS.contains(name)) {
                throw new ProblemException(ProblemType.INVALID_REQUEST, "There is a parameter that is not known.")
                        .with("known_parameters", PARAMETERS.stream().sorted().toList());
            }
            if (values.size() > 1) {
                throw invalid(name, "given once");
            }
        });
    }

    private static <T> Optional<T> read(
            String parameter, @Nullable String text, String expected, Function<String, T> reader) {
        try {
            return Optional.ofNullable(text).map(reader);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw invalid(parameter, expected);
        }
    }

    private static <T> Optional<T> oneOf(
            String parameter, @Nullable String text, T[] values, Function<T, String> code) {
        String expected = Stream.of(values).map(code).collect(Collectors.joining(", ", "one of ", ""));
        return read(
                parameter,
                text,
                expected,
                wanted -> Stream.of(values)
                        .filter(value -> code.apply(value).equals(wanted))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new));
    }

    private static UUID uuid(String text) {
        UUID id = UUID.fromString(text);
        // it also takes abbreviations
        if (text.length() != id.toString().length()) {
            throw new IllegalArgumentException();
        }
        return id;
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

    private static int limit(String text) {
        int limit = Integer.parseInt(text);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException();
        }
        return limit;
    }

    private static ProblemException invalid(String parameter, String expected) {
        return new ProblemException(ProblemType.INVALID_REQUEST, "A parameter is not as it has to be.")
                .with("errors", List.of(Map.of("member", parameter, "message", "must be " + expected)));
    }
}
