package dev.latchkey.support;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;

/**
 * The one source of random bytes. The generator is made when the bean is, at run time: a native executable must not carry a
 * generator seeded when it was built (standards K-10).
 */
@ApplicationScoped
public class Randomness {

    private final SecureRandom random = new SecureRandom();

    /** Fresh bytes from the platform's cryptographic generator. */
    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
