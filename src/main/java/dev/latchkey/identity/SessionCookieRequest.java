package dev.latchkey.identity;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks who holds a session cookie. */
class SessionCookieRequest extends BaseAuthenticationRequest {

    private final String value;

    SessionCookieRequest(String value) {
        this.value = value;
    }

    String value() {
        return value;
    }
}
