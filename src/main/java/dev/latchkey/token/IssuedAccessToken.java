package dev.latchkey.token;

import java.time.Instant;

/**
 * A fresh access token.
 *
 * @param value the token itself, a secret
 * @param tokenId its {@code jti}
 */
public record IssuedAccessToken(String value, String tokenId, Instant expiresAt) {

    @Override
    public String toString() {
        return "IssuedAccessToken " + tokenId;
    }
}
