package dev.latchkey.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of an error reply, RFC 9457 §3. {@code instance} is the trace id that the log lines carry. Registered because a native
 * executable keeps only the accessors of what resource methods declare as their replies.
 */
@RegisterForReflection
@JsonPropertyOrder({"type", "title", "status", "detail", "code", "instance"})
record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        String code,
        String instance,
        @JsonAnyGetter Map<String, Object> members) {

    static final String MEDIA_TYPE = "application/problem+json";

    Problem(ProblemType type, Optional<String> detail, String traceId, Map<String, Object> members) {
        this(
                type.uri(),
                type.title(),
                type.status(),
                detail.orElse(null),
                type.code(),
                "urn:latchkey:trace:" + traceId,
                Map.copyOf(members));
    }
}
