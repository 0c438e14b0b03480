package dev.latchkey.oauth;

import static java.lang.annotation.ElementType.TYPE;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.latchkey.support.TraceIds;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Writes errors of {@code /oauth2/*} as OAuth clients read them (RFC 6749 §5.2): those that the endpoints find, and, in the same
 * shape, the problems that were found before or beneath them.
 */
class OAuthErrorMapper {

    private static final String CHALLENGE = "Basic realm=\"latchkey\", charset=\"UTF-8\"";

    /** On resources whose errors have this shape. */
    @NameBinding
    @Target(TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface OAuthErrors {}

    /** @param instance under which the log knows more; not for what the caller did wrong */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Reply(
            String error,
            @Nullable String errorDescription,
            @Nullable String instance) {}

    @ServerExceptionMapper
    Response error(OAuthException exception) {
        Response.ResponseBuilder reply = Response.status(exception.status())
                .entity(new Reply(exception.error(), exception.getMessage(), null))
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        return exception.status() == 401
                ? reply.header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE).build()
                : reply.build();
    }

    /** Gives problems the other shape; status and headers, such as {@code Retry-After}, stay. */
    @Provider
    @OAuthErrors
    static class ProblemFilter implements ContainerResponseFilter {

        private static final String PROBLEM = "application/problem+json";
        private static final String TEMPORARILY_UNAVAILABLE = "temporarily_unavailable";
        private static final int TOO_MANY = 429;

        private final TraceIds traceIds;

        ProblemFilter(TraceIds traceIds) {
            this.traceIds = traceIds;
        }

        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            if (response.getMediaType() != null
                    && PROBLEM.equals(response.getMediaType().toString())) {
                response.setEntity(reply(response.getStatus()), null, MediaType.APPLICATION_JSON_TYPE);
            }
        }

        private Reply reply(int status) {
            if (status == TOO_MANY) {
                return new Reply(TEMPORARILY_UNAVAILABLE, null, null);
            }
            if (status < 500) {
                return new Reply(OAuthException.INVALID_REQUEST, null, null);
            }
            String error = status == 503 ? TEMPORARILY_UNAVAILABLE : "server_error";
            return new Reply(error, null, "urn:latchkey:trace:" + traceIds.current());
        }
    }
}
