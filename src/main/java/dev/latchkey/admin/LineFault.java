package dev.latchkey.admin;

/** What keeps one line from being imported. A file may have many, so nobody asks where in our code it was. */
final class LineFault extends Exception {

    static final String MALFORMED_JSON = "malformed-json";
    static final String LINE_TOO_LONG = "line-too-long";
    static final String INVALID_MEMBER = "invalid-member";
    static final String UNUSABLE_HASH = "unusable-hash";
    static final String USERNAME_TAKEN = "username-taken";
    static final String EMAIL_TAKEN = "email-taken";
    static final String ID_TAKEN = "id-taken";

    private static final long serialVersionUID = 1;

    private final String code;

    /** @param detail one sentence with nothing of the line in it (standards L-02, L-03) */
    LineFault(String code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
