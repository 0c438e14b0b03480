package dev.latchkey.signin;

import dev.latchkey.session.StartedSession;
import dev.latchkey.user.UserAuthority;
import org.jspecify.annotations.Nullable;

/**
 * Somebody is in, or stays in: the session, and who they are.
 *
 * @param deviceToken by which the device is known from now on, if that changed
 */
record Admission(
        StartedSession session,
        UserAuthority user,
        @Nullable String deviceToken) {

    Admission(StartedSession session, UserAuthority user) {
        this(session, user, null);
    }

    Admission withDeviceToken(String token) {
        return new Admission(session, user, token);
    }
}
