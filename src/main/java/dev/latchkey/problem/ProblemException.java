package dev.latchkey.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error of the contract. Thrown by features for what the caller did wrong or must wait for; never for an outcome that has to
 * be stored, since throwing rolls the transaction back.
 */
public class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ProblemType type;
    private final transient Map<String, Object> members = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    private String challenge = "";

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

    /** Adds parameters to the Bearer challenge of a 401, such as {@code error="insufficient_user_authentication"}. */
    public ProblemException challenge(String parameters) {
        challenge = ", " + parameters;
        return this;
    }

    public ProblemType type() {
        return type;
    }

    Problem problem(String traceId) {
        return new Problem(type, Optional.ofNullable(getMessage()), traceId, members);
    }

    String challenge() {
        return challenge;
    }

    /** An extension member; null if it has none of that name. */
    public @Nullable Object member(String name) {
        return members.get(name);
    }

    public Map<String, String> headers() {
        return headers;
    }
}
