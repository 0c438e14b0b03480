package dev.latchkey.signin;

import dev.latchkey.session.StartedSession;
import dev.latchkey.user.UserAuthority;

/** Somebody is in, or stays in: the session, and who they are. */
record Admission(StartedSession session, UserAuthority user) {}
