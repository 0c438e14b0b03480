package dev.latchkey.client;

import dev.latchkey.support.Randomness;
import dev.latchkey.support.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * Secrets of clients: {@code lkc_} + base64url(256 random bits). Made here and never chosen, so that nobody can guess one however
 * fast: a plain SHA-256 is enough to store, and costs nothing where a password's hash would be a way to overload the service.
 */
@ApplicationScoped
class ClientSecrets {

    private static final String PREFIX = "lkc_";
    private static final int BYTES = 32;

    private final Randomness randomness;

    ClientSecrets(Randomness randomness) {
        this.randomness = randomness;
    }

    String create() {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(BYTES));
    }

    static byte[] hash(String secret) {
        return Sha256.of(secret);
    }

    static boolean matches(String secret, byte[] hash) {
        return MessageDigest.isEqual(hash(secret), hash);
    }
}
