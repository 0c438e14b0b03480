package dev.latchkey.session;

import dev.latchkey.user.UserAuthority;

/** A session that goes on, and whose it is. */
public record LiveSession(SessionGrant grant, UserAuthority user) {}
