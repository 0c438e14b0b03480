package dev.latchkey.revocation;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * The revocation list for services that verify tokens themselves (standards V-04, V-05); the protocol is in {@code
 * src/docs/revocation-feed.md}. Who may read is decided here and not by an annotation, since a setting can make the list public, and
 * then no credential is looked at.
 */
@Path("/revocations")
@Tag(name = "Revocation")
@PermitAll
class RevocationsResource {

    private static final String ROLE = "service";

    private final RevocationList list;
    private final RevocationJournal journal;
    private final Freshness freshness;
    private final RevocationReaders readers;
    private final CurrentIdentityAssociation identities;
    private final Clock clock;
    private final boolean isPublic;

    RevocationsResource(
            RevocationList list,
            RevocationJournal journal,
            Freshness freshness,
            RevocationReaders readers,
            CurrentIdentityAssociation identities,
            Clock clock,
            RevocationConfig config) {
        this.list = list;
        this.journal = journal;
        this.freshness = freshness;
        this.readers = readers;
        this.identities = identities;
        this.clock = clock;
        this.isPublic = config.isPublic();
    }

    @Operation(summary = "The tokens, sessions and keys that are revoked", description = "See revocation-feed.md.")
    @Extension(name = "x-problems", value = "authentication-required,invalid-token,forbidden,busy,unavailable")
    @APIResponse(
            responseCode = "200",
            description = "The list",
            content = @Content(examples = @ExampleObject(name = "one entry", value = FeedExamples.LIST)))
    @GET
    @NonBlocking
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Response> list(@Context Request request) {
        return permit().map(permit -> {
            RevocationJournal.State state = loaded();
            Freshness.AsOf asOf = freshness.asOf().orElseThrow();
            EntityTag tag = state.isSettled() ? new EntityTag(state.cursor().toString(), true) : null;
            Response.ResponseBuilder reply = tag == null ? null : request.evaluatePreconditions(tag);
            if (reply == null) {
                readers.requireRoom();
                reply = Response.ok(new ListSource(
                        FeedEvents.list(state.cursor(), asOf.at(), asOf.age()),
                        list.live(freshness.boundedByDatabase(clock.instant()))));
            }
            return reply.tag(tag)
                    .header("Latchkey-As-Of", asOf.at())
                    .header("Latchkey-Age", asOf.age().toMillis())
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        });
    }

    @Operation(
            summary = "The same list, and then each revocation as it happens (server-sent events)",
            description = "See revocation-feed.md.")
    @Extension(name = "x-problems", value = "authentication-required,invalid-token,forbidden,busy,unavailable")
    @APIResponse(
            responseCode = "200",
            description = "The events",
            content = @Content(examples = @ExampleObject(name = "one entry", value = FeedExamples.STREAM)))
    @GET
    @Path("/stream")
    @NonBlocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Uni<Response> stream(@HeaderParam("Last-Event-ID") @Nullable String lastEventId) {
        return permit().map(permit -> {
            RevocationJournal.State state = loaded();
            readers.requireRoom();
            Optional<Cursor> resumed = Optional.ofNullable(lastEventId).flatMap(Cursor::parse);
            return Response.ok(
                            new StreamSource(journal, state, list, freshness, clock, readers, permit, resumed),
                            MediaType.SERVER_SENT_EVENTS)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .header("X-Accel-Buffering", "no")
                    .build();
        });
    }

    private Uni<Permit> permit() {
        return isPublic
                ? Uni.createFrom().item(Permit.unlimited())
                : identities.getDeferredIdentity().map(RevocationsResource::permit);
    }

    private static Permit permit(SecurityIdentity identity) {
        if (identity.isAnonymous()) {
            throw new UnauthorizedException();
        }
        if (!identity.hasRole(ROLE) || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            throw new ForbiddenException();
        }
        return Permit.of(token);
    }

    private RevocationJournal.State loaded() {
        return freshness
                .asOf()
                .flatMap(asOf -> journal.state())
                .orElseThrow(() -> new ProblemException(
                                ProblemType.UNAVAILABLE,
                                "This node does not know at the moment which tokens are revoked.")
                        .retryAfterSeconds(1));
    }

    /** Hands the answer to the readers: it is written as they read, long after the resource has returned. */
    @Provider
    static class Writer implements ServerMessageBodyWriter<FeedSource> {

        private final RevocationReaders readers;

        Writer(RevocationReaders readers) {
            this.readers = readers;
        }

        @Override
        public boolean isWriteable(
                Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
            return FeedSource.class.isAssignableFrom(type);
        }

        @Override
        public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
            return FeedSource.class.isAssignableFrom(type);
        }

        @Override
        public void writeResponse(FeedSource source, Type genericType, ServerRequestContext context) {
            ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
            request.suspend();
            readers.start(request.unwrap(RoutingContext.class), source, request::resume);
        }

        @Override
        public void writeTo(
                FeedSource source,
                Class<?> type,
                Type genericType,
                Annotation[] annotations,
                MediaType mediaType,
                MultivaluedMap<String, Object> headers,
                OutputStream stream) {
            throw new UnsupportedOperationException("Written by the server only");
        }
    }
}
