package dev.latchkey.session;

import java.util.UUID;

/**
 * A refresh token taken apart, its tag found to be genuine: it was made here. Whether it is still good is for the session's row to
 * say.
 *
 * @param masterKeyId names the master key that the tag is made with
 * @param secret 32 bytes; the row keeps their SHA-256 only
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
public record RefreshToken(int masterKeyId, UUID sessionId, int generation, byte[] secret) {

    @Override
    public String toString() {
        return "RefreshToken of " + sessionId;
    }
}
