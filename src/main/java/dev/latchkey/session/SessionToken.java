package dev.latchkey.session;

import java.util.UUID;

/**
 * The value of a session cookie taken apart. It proves nothing yet: the id is public, and only the row tells whether the secret is
 * the right one.
 *
 * @param secret 32 bytes; the row keeps their SHA-256 only
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
public record SessionToken(UUID sessionId, byte[] secret) {

    @Override
    public String toString() {
        return "SessionToken of " + sessionId;
    }
}
