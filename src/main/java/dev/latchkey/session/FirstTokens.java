package dev.latchkey.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Makes what the client of a new session gets, by its transport. */
@ApplicationScoped
class FirstTokens {

    private final RefreshTokens refreshTokens;
    private final SessionTokens sessionTokens;

    FirstTokens(RefreshTokens refreshTokens, SessionTokens sessionTokens) {
        this.refreshTokens = refreshTokens;
        this.sessionTokens = sessionTokens;
    }

    /**
     * A secret of a session's.
     *
     * @param value what the client gets
     * @param hash what the row keeps
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record FirstToken(String value, byte[] hash) {

        @Override
        public String toString() {
            return "FirstToken";
        }
    }

    FirstToken create(UUID sessionId, Transport transport) {
        if (transport == Transport.SESSION) {
            SessionToken token = sessionTokens.create(sessionId);
            return new FirstToken(sessionTokens.encode(token), sessionTokens.hash(token));
        }
        RefreshToken token = refreshTokens.first(sessionId);
        return new FirstToken(refreshTokens.encode(token), refreshTokens.hash(token));
    }
}
