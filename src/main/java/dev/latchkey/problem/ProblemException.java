package dev.latchkey.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An error of the contract. Thrown by features for what the caller did wrong or must wait for; never for an outcome that has to
 * be stored, since throwing rolls the transaction back.
 */
public class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ProblemType type;
    private final transient Map<String, Object> members = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /** @param detail one sentence for a developer; never a secret, never an echo of the input */
    public ProblemException(ProblemType type, String detail) {
        super(detail);
        this.type = type;
    }

    /** Adds an extension member to the problem, such as {@code reason}. */
    public ProblemException with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    /** Adds a {@code Retry-After} header. */
    public ProblemException retryAfterSeconds(long seconds) {
        headers.put("Retry-After", Long.toString(seconds));
        return this;
    }

    public ProblemType type() {
        return type;
    }

    Problem problem(String traceId) {
        return new Problem(type, Optional.ofNullable(getMessage()), traceId, members);
    }

    Map<String, String> headers() {
        return headers;
    }
}
