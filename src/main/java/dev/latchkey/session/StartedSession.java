package dev.latchkey.session;

/**
 * A session just started or refreshed.
 *
 * @param token what its client gets: a refresh token or, by {@link Transport#SESSION}, the value of the session cookie
 */
public record StartedSession(SessionGrant grant, String token) {

    @Override
    public String toString() {
        return "StartedSession " + grant.sessionId();
    }
}
