package dev.latchkey.identity;

import dev.latchkey.session.Requester;
import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks who holds a session cookie. */
class SessionCookieRequest extends BaseAuthenticationRequest {

    private final String value;
    private final Requester requester;

    SessionCookieRequest(String value, Requester requester) {
        this.value = value;
        this.requester = requester;
    }

    String value() {
        return value;
    }

    Requester requester() {
        return requester;
    }
}
