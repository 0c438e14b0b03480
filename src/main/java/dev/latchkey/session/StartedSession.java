package dev.latchkey.session;

/** A session just started or refreshed, with the refresh token for its client. */
public record StartedSession(SessionGrant grant, String refreshToken) {

    @Override
    public String toString() {
        return "StartedSession " + grant.sessionId();
    }
}
