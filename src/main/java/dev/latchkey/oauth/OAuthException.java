package dev.latchkey.oauth;

/** An error as RFC 6749 §5.2 has it, for what the caller of {@code /oauth2/*} did wrong. */
class OAuthException extends RuntimeException {

    private static final long serialVersionUID = 1;

    static final String INVALID_REQUEST = "invalid_request";
    static final String INVALID_CLIENT = "invalid_client";
    static final String INVALID_SCOPE = "invalid_scope";
    static final String UNAUTHORIZED_CLIENT = "unauthorized_client";
    static final String UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type";

    private final String error;

    /** @param description one sentence for a developer in printable ASCII; never an echo of the input */
    OAuthException(String error, String description) {
        super(description, null, false, false);
        this.error = error;
    }

    static OAuthException invalidRequest(String description) {
        return new OAuthException(INVALID_REQUEST, description);
    }

    String error() {
        return error;
    }

    int status() {
        return error.equals(INVALID_CLIENT) ? 401 : 400;
    }
}
