package dev.latchkey.password;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A PBKDF2 hash (RFC 8018 §5.2), {@code $pbkdf2-sha256$i=600000$salt$hash}; passlib leaves {@code i=} out. */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Pbkdf2(Digest digest, int iterations, byte[] salt, byte[] hash) implements StoredHash {

    enum Digest {
        SHA1("", "PBKDF2WithHmacSHA1", 20),
        SHA256("-sha256", "PBKDF2WithHmacSHA256", 32),
        SHA512("-sha512", "PBKDF2WithHmacSHA512", 64);

        private final String suffix;
        private final String algorithm;
        private final int bytes;

        Digest(String suffix, String algorithm, int bytes) {
            this.suffix = suffix;
            this.algorithm = algorithm;
            this.bytes = bytes;
        }

        private static Digest of(String suffix) {
            return switch (suffix) {
                case "-sha256" -> SHA256;
                case "-sha512" -> SHA512;
                default -> SHA1;
            };
        }
    }

    private static final Pattern PHC = Pattern.compile(
            "\\$pbkdf2(-sha1|-sha256|-sha512|)\\$(?:i=)?(\\d{1,9})(?:,l=\\d{1,3})?\\$" + Phc.BYTES + "\\$" + Phc.BYTES);

    /** Iterations, for each piece of the hash as long as the digest: more than three times what is advised (standards P-06). */
    private static final long MAX_WORK = 4_000_000;

    static Pbkdf2 parse(String phc) throws UnusableHashException {
        Matcher matcher = PHC.matcher(phc);
        if (!matcher.matches()) {
            throw new UnusableHashException("is not a PBKDF2 hash as it should be written");
        }
        Pbkdf2 read = new Pbkdf2(
                Digest.of(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Phc.salt(matcher.group(3)),
                Phc.hash(matcher.group(4)));
        if (read.iterations < 1) {
            throw new UnusableHashException("has parameters that PBKDF2 does not have");
        }
        return read;
    }

    @Override
    public boolean matches(String password, Argon2Hasher argon2) {
        PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt, iterations, hash.length * Byte.SIZE);
        try {
            byte[] derived = SecretKeyFactory.getInstance(digest.algorithm)
                    .generateSecret(key)
                    .getEncoded();
            return MessageDigest.isEqual(derived, hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has PBKDF2", e);
        } finally {
            key.clearPassword();
        }
    }

    @Override
    public int memory() {
        return 0;
    }

    @Override
    public boolean isSlow() {
        int pieces = (hash.length + digest.bytes - 1) / digest.bytes;
        return (long) iterations * pieces > MAX_WORK;
    }

    @Override
    public String text() {
        return "$pbkdf2" + digest.suffix + "$i=" + iterations + "$" + Phc.text(salt) + "$" + Phc.text(hash);
    }

    @Override
    public String toString() {
        return "Pbkdf2";
    }
}
