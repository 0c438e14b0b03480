package dev.latchkey.password;

import java.util.Base64;

/** The parts of a PHC string, {@code $function$parameters$salt$hash}. */
final class Phc {

    /** A salt or a hash: base64, with or without padding; passlib writes a dot for a plus. */
    static final String BYTES = "([A-Za-z0-9+/.]{1,200}={0,2})";

    private static final int MIN_SALT = 4;

    /** A shorter hash would let in whoever tries often enough, an empty one everybody. */
    private static final int MIN_HASH = 16;

    private static final int MAX_BYTES = 128;

    private Phc() {}

    static byte[] salt(String base64) throws UnusableHashException {
        return requireSalt(bytes(base64));
    }

    /** A salt of any kind: what is shorter than systems make is more likely a mistake of whoever converted it. */
    static byte[] requireSalt(byte[] salt) throws UnusableHashException {
        return require(salt, MIN_SALT, "salt");
    }

    static byte[] hash(String base64) throws UnusableHashException {
        return require(bytes(base64), MIN_HASH, "hash");
    }

    static String text(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String base64) throws UnusableHashException {
        try {
            return Base64.getDecoder().decode(base64.replace('.', '+'));
        } catch (IllegalArgumentException e) {
            throw new UnusableHashException("has a part that is not base64");
        }
    }

    private static byte[] require(byte[] bytes, int least, String what) throws UnusableHashException {
        if (bytes.length < least || bytes.length > MAX_BYTES) {
            throw new UnusableHashException(
                    "has a " + what + " of " + bytes.length + " bytes, not of " + least + " to " + MAX_BYTES);
        }
        return bytes;
    }
}
