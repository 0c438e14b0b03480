package dev.latchkey.problem;

import java.util.Locale;

/** The whole catalogue of errors. Codes are part of the contract: adding one is a line in the changelog, changing one breaks clients. */
public enum ProblemType {
    INVALID_REQUEST(400, "The request is not valid"),
    MALFORMED_JSON(400, "The body is not the JSON this call takes"),
    WEAK_PASSWORD(400, "The password is not accepted"),
    INVALID_LINK(400, "The link cannot be used"),
    AUTHENTICATION_REQUIRED(401, "Sign in first"),
    INVALID_TOKEN(401, "The access token is not valid"),
    STEP_UP_REQUIRED(401, "Prove again who you are"),
    INVALID_CREDENTIALS(401, "Wrong username or password"),
    INVALID_REFRESH_TOKEN(401, "The refresh token is not valid"),
    SESSION_ENDED(401, "The session has ended"),
    FORBIDDEN(403, "Not allowed"),
    CSRF_REFUSED(403, "The request may be forged"),
    WRONG_PASSWORD(403, "The current password is another"),
    EMAIL_UNVERIFIED(403, "The address is not verified yet"),
    PASSWORD_CHANGE_REQUIRED(403, "Set another password first"),
    SIGN_UP_CLOSED(403, "Signing up is closed"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NOT_ACCEPTABLE(406, "No representation fits the Accept header"),
    CLIENT_ID_TAKEN(409, "The client_id is taken"),
    CANNOT_MAIL(409, "No mail can be sent to the user"),
    USERNAME_TAKEN(409, "The username is taken"),
    LAST_ADMINISTRATOR(409, "The last administrator stays"),
    BODY_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body has the wrong media type"),
    TOO_MANY_ATTEMPTS(429, "Too many attempts"),
    INTERNAL_ERROR(500, "Something went wrong here"),
    BUSY(503, "Too many at the moment"),
    UNAVAILABLE(503, "Not available at the moment");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The stable code, such as {@code session-ended}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The problem's {@code type}, such as {@code urn:latchkey:problem:session-ended}. */
    public String uri() {
        return "urn:latchkey:problem:" + code();
    }
}
