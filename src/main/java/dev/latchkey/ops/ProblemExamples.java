package dev.latchkey.ops;

import dev.latchkey.problem.ProblemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.examples.Example;

/**
 * An example of each problem, by its code, with every member that it can have. Those that look one way or the other have further
 * examples, by names of their own.
 */
final class ProblemExamples {

    /** Two credentials in one request, which any call refuses. */
    static final String TWO_CREDENTIALS = "two-credentials";

    /** A member of the body that the call does not take. */
    static final String UNKNOWN_MEMBER = "unknown-member";

    /** A parameter that the call does not take; only some look at what they do not know. */
    static final String UNKNOWN_PARAMETER = "unknown-parameter";

    private ProblemExamples() {}

    /** @param members of the problem beside those of all problems */
    private record Text(String detail, Map<String, Object> members) {

        Text(String detail) {
            this(detail, Map.of());
        }
    }

    /** The problem of which the name is, or of which the example with this name is one. */
    static ProblemType type(String name) {
        return switch (name) {
            case TWO_CREDENTIALS, UNKNOWN_PARAMETER -> ProblemType.INVALID_REQUEST;
            case UNKNOWN_MEMBER -> ProblemType.MALFORMED_JSON;
            default ->
                Stream.of(ProblemType.values())
                        .filter(type -> type.code().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("No problem has the code " + name));
        };
    }

    static Example of(String name, DescribedOperation operation) {
        ProblemType type = type(name);
        Text text = switch (name) {
            case TWO_CREDENTIALS -> new Text("Send an Authorization header or cookies, not both.");
            case UNKNOWN_PARAMETER ->
                new Text(
                        "There is a parameter that is not known.",
                        Map.of(
                                "known_parameters",
                                operation.queryParameters().stream().sorted().toList()));
            case UNKNOWN_MEMBER ->
                new Text(
                        "An unknown member was sent.",
                        Map.of(
                                "known_members",
                                operation.members().stream().sorted().toList()));
            default -> text(type, operation);
        };
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", type.uri());
        problem.put("title", type.title());
        problem.put("status", type.status());
        problem.put("detail", text.detail());
        problem.put("code", type.code());
        problem.put("instance", "urn:latchkey:trace:4bf92f3577b34da6a3ce929d0e0e4736");
        problem.putAll(new TreeMap<>(text.members()));
        return OASFactory.createExample().value(problem);
    }

    private static Text text(ProblemType type, DescribedOperation operation) {
        return switch (type) {
            case INVALID_REQUEST -> new Text("See errors.", errors(operation, "is not as it has to be"));
            case MALFORMED_JSON -> new Text("A member has the wrong type.", errors(operation, "has the wrong type"));
            case WEAK_PASSWORD ->
                new Text(
                        "The password cannot be used, see reasons.", Map.of("reasons", List.of("too_short", "common")));
            case INVALID_LINK -> new Text("It was used, is too old, was followed by a newer one, or is none.");
            case AUTHENTICATION_REQUIRED -> new Text("Send an access token as a bearer token.");
            case INVALID_TOKEN -> new Text("It is malformed, expired, revoked, or not from here.");
            case STEP_UP_REQUIRED ->
                new Text(
                        "Prove again who you are, then repeat the call.", Map.of("max_age", 300, "acr_values", "aal1"));
            case INVALID_CREDENTIALS -> new Text("Check the username and the password.");
            case INVALID_REFRESH_TOKEN -> new Text("Sign in again.");
            case SESSION_ENDED -> new Text("Sign in again.", Map.of("reason", "signed_out"));
            case FORBIDDEN -> new Text("Your roles do not allow this.");
            case CSRF_REFUSED ->
                new Text(
                        "It does not prove that a page which may do so made this request.",
                        Map.of("part", operation.takesCsrfToken() ? "token" : "fetch-site"));
            case WRONG_PASSWORD -> new Text("Check the current password.");
            case EMAIL_UNVERIFIED -> new Text("Open the link that was mailed to the address, then sign in.");
            case PASSWORD_CHANGE_REQUIRED ->
                new Text(
                        "Somebody else may know this password.",
                        Map.of("token", "lkp_2Zk4vY8m0hC3nQ7rT1wX5bD9fG6jK0lM3pS8uA2eI4o"));
            case SIGN_UP_CLOSED -> new Text("Ask an administrator for an account.");
            case NOT_FOUND -> new Text("There is nothing here.");
            case METHOD_NOT_ALLOWED -> new Text("The Allow header lists the methods.");
            case NOT_ACCEPTABLE -> new Text("Accept application/json.");
            case CLIENT_ID_TAKEN -> new Text("Choose another client_id.");
            case CANNOT_MAIL -> new Text("The user has no address.");
            case USERNAME_TAKEN -> new Text("Choose another username.");
            case LAST_ADMINISTRATOR -> new Text("Make another administrator first.");
            case BODY_TOO_LARGE -> new Text("At most 16384 bytes are accepted.");
            case UNSUPPORTED_MEDIA_TYPE -> new Text("Send application/json, or what the call's description says.");
            case TOO_MANY_ATTEMPTS -> new Text("Try again later.");
            case INTERNAL_ERROR -> new Text("The log knows more under this instance.");
            case BUSY -> new Text("Try again in a moment.");
            case UNAVAILABLE -> new Text("Try again shortly.");
        };
    }

    private static Map<String, Object> errors(DescribedOperation operation, String message) {
        String member = Stream.concat(operation.members().stream(), operation.queryParameters().stream())
                .findFirst()
                .orElse("body");
        Map<String, String> error = new TreeMap<>(Map.of("member", member, "message", message));
        return Map.of("errors", List.of(error));
    }
}
