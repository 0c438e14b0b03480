package dev.latchkey.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.latchkey.support.TraceIds;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpClosedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.CharConversionException;
import java.nio.channels.ClosedChannelException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Turns whatever went wrong into a problem: one method per kind. What a client did wrong is never logged above DEBUG and never a
 * 500; what we did wrong is logged with the id that the reply carries, and the reply says nothing else (standards E-01, E-03).
 */
class ProblemMapper {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final String REALM = "Bearer realm=\"latchkey\"";

    private final TraceIds traceIds;

    ProblemMapper(TraceIds traceIds) {
        this.traceIds = traceIds;
    }

    @ServerExceptionMapper
    Response problem(ProblemException exception) {
        LOG.debugf("%s: %s", exception.type().code(), exception.getMessage());
        return reply(exception);
    }

    @ServerExceptionMapper
    Response violations(ConstraintViolationException exception) {
        List<InvalidMember> errors = exception.getConstraintViolations().stream()
                .map(InvalidMember::of)
                .sorted(Comparator.comparing(InvalidMember::member))
                .toList();
        return reply(new ProblemException(ProblemType.INVALID_REQUEST, "See errors.").with("errors", errors));
    }

    /** The subtype is named because Quarkus has a mapper for it that would be nearer. */
    @ServerExceptionMapper({JsonProcessingException.class, MismatchedInputException.class})
    Response json(JsonProcessingException exception) {
        return malformedJson(exception);
    }

    @ServerExceptionMapper
    Response encoding(CharConversionException exception) {
        return reply(new ProblemException(ProblemType.MALFORMED_JSON, "The body is not UTF-8."));
    }

    @ServerExceptionMapper
    Response web(WebApplicationException exception) {
        if (exception.getCause() instanceof JsonProcessingException json) {
            return malformedJson(json);
        }
        Response original = exception.getResponse();
        ProblemException problem = switch (original.getStatusInfo().toEnum()) {
            case NOT_FOUND -> new ProblemException(ProblemType.NOT_FOUND, "There is nothing here.");
            case NOT_ACCEPTABLE -> new ProblemException(ProblemType.NOT_ACCEPTABLE, "Accept application/json.");
            case UNSUPPORTED_MEDIA_TYPE ->
                new ProblemException(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "Send application/json, or what the call's description says.");
            case REQUEST_ENTITY_TOO_LARGE -> BodyLimits.tooLarge(BodyLimits.USUAL);
            case BAD_REQUEST -> new ProblemException(ProblemType.INVALID_REQUEST, "The request could not be read.");
            default -> null;
        };
        if (problem == null) {
            return original.getStatus() >= 500 ? unexpected(exception) : original;
        }
        return reply(problem);
    }

    /** Credentials were sent and are not good: RFC 6750 §3.1, standards A-20. */
    @ServerExceptionMapper
    Response authenticationFailed(AuthenticationFailedException exception) {
        return challenge(
                new ProblemException(ProblemType.INVALID_TOKEN, "It is malformed, expired, revoked, or not from here."),
                REALM + ", error=\"invalid_token\"");
    }

    /** No credentials were sent, so the challenge names no error: RFC 6750 §3, standards A-20. */
    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException exception) {
        return reply(
                new ProblemException(ProblemType.AUTHENTICATION_REQUIRED, "Send an access token as a bearer token."));
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException exception) {
        Response reply = reply(new ProblemException(ProblemType.FORBIDDEN, "Your roles do not allow this."));
        return Response.fromResponse(reply)
                .header(HttpHeaders.WWW_AUTHENTICATE, REALM + ", error=\"insufficient_scope\"")
                .build();
    }

    @ServerExceptionMapper
    Response unexpected(Throwable exception) {
        return DatabaseFault.outage(exception).map(this::reply).orElseGet(() -> fault(exception));
    }

    private Response fault(Throwable exception) {
        if (DatabaseFault.of(exception) == DatabaseFault.BAD_VALUE) {
            return reply(new ProblemException(ProblemType.INVALID_REQUEST, "A value cannot be stored."));
        }
        return isHangUp(exception) ? hungUp() : internalError(exception);
    }

    /** The client closed the connection while its body was read: nobody's fault, and nobody is left to be told. */
    private Response hungUp() {
        LOG.debug("The client hung up in the middle of its request");
        return reply(new ProblemException(ProblemType.INVALID_REQUEST, "The request is not complete."));
    }

    private Response internalError(Throwable exception) {
        LOG.errorf(exception, "Internal error %s", traceIds.current());
        return reply(new ProblemException(ProblemType.INTERNAL_ERROR, "The log knows more under this instance."));
    }

    private static boolean isHangUp(Throwable thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpClosedException || cause instanceof ClosedChannelException) {
                return true;
            }
        }
        return false;
    }

    private Response malformedJson(JsonProcessingException exception) {
        if (exception.getCause() instanceof ProblemException problem) {
            return reply(problem);
        }
        if (!(exception instanceof JsonMappingException mapping)
                || mapping.getPath().isEmpty()) {
            return reply(new ProblemException(
                    ProblemType.MALFORMED_JSON, "It is not valid JSON, or a member stands there twice."));
        }
        String member = mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        if (mapping instanceof UnrecognizedPropertyException unknown) {
            // names the members we know instead of echoing one we do not
            return reply(new ProblemException(ProblemType.MALFORMED_JSON, "An unknown member was sent.")
                    .with("known_members", new TreeSet<>(unknown.getKnownPropertyIds())));
        }
        return reply(new ProblemException(ProblemType.MALFORMED_JSON, "A member has the wrong type.")
                .with("errors", List.of(new InvalidMember(member, "has the wrong type"))));
    }

    private Response reply(ProblemException exception) {
        return exception.type().status() == 401
                ? challenge(exception, REALM + exception.challenge())
                : builder(exception).build();
    }

    private Response challenge(ProblemException exception, String challenge) {
        return builder(exception)
                .header(HttpHeaders.WWW_AUTHENTICATE, challenge)
                .build();
    }

    private Response.ResponseBuilder builder(ProblemException exception) {
        Response.ResponseBuilder builder = Response.status(exception.type().status())
                .entity(exception.problem(traceIds.current()))
                .type(Problem.MEDIA_TYPE);
        exception.headers().forEach(builder::header);
        return builder;
    }

    /** One member of a body, or one parameter, that is not as it has to be. */
    @RegisterForReflection
    record InvalidMember(String member, String message) {

        static InvalidMember of(ConstraintViolation<?> violation) {
            String path = violation.getPropertyPath().toString();
            String member = path.substring(path.lastIndexOf('.') + 1);
            return new InvalidMember(
                    member.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT), violation.getMessage());
        }
    }
}
