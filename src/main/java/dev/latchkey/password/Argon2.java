package dev.latchkey.password;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * One Argon2 hash (RFC 9106) in PHC string form: {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}, base64 without padding. Ours are
 * Argon2id; {@code keyid} is the id of the pepper, a single byte.
 *
 * @param pepperId 0 for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Argon2(
        Type type, int version, int memory, int iterations, int parallelism, int pepperId, byte[] salt, byte[] hash)
        implements StoredHash {

    enum Type {
        I(Argon2Parameters.ARGON2_i),
        D(Argon2Parameters.ARGON2_d),
        ID(Argon2Parameters.ARGON2_id);

        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    static final int SALT_BYTES = 16;
    static final int HASH_BYTES = 32;

    private static final Pattern PHC =
            Pattern.compile("\\$argon2(id|i|d)(?:\\$v=(16|19))?\\$m=(\\d{1,7}),t=(\\d{1,5}),p=(\\d{1,3})"
                    + "(?:,keyid=([A-Za-z0-9+/]{2,11}))?\\$" + Phc.BYTES + "\\$" + Phc.BYTES);

    /** KiB times passes: ours take 38 912, a twenty-fifth of a second, and the most frugal choice of RFC 9106 §4 takes 196 608. */
    private static final long MAX_WORK = 1_048_576;

    static Argon2 parse(String phc) throws UnusableHashException {
        Matcher matcher = PHC.matcher(phc);
        if (!matcher.matches()) {
            throw new UnusableHashException("is not an Argon2 hash as it should be written");
        }
        Argon2 read = new Argon2(
                Type.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
                // the first version did not name itself
                matcher.group(2) == null ? Argon2Parameters.ARGON2_VERSION_10 : Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)),
                Integer.parseInt(matcher.group(5)),
                matcher.group(6) == null ? 0 : pepperId(matcher.group(6)),
                Phc.salt(matcher.group(7)),
                Phc.hash(matcher.group(8)));
        if (read.iterations < 1
                || read.parallelism < 1
                || read.memory < 8 * read.parallelism
                || read.memory > MAX_MEMORY) {
            throw new UnusableHashException("has parameters that Argon2 does not have");
        }
        return read;
    }

    private static int pepperId(String keyId) throws UnusableHashException {
        try {
            byte[] id = Base64.getDecoder().decode(keyId);
            if (id.length == 1 && id[0] != 0) {
                return Byte.toUnsignedInt(id[0]);
            }
        } catch (IllegalArgumentException e) {
            // not even base64
        }
        throw new UnusableHashException("was made with a secret of another service");
    }

    /** How {@code keyid} names a pepper. */
    static String keyId(int pepperId) {
        return Phc.text(new byte[] {(byte) pepperId});
    }

    /** Of the same kind as the other, salt and hash aside: whether it costs the same. */
    boolean isLike(Argon2 other) {
        return type == other.type
                && version == other.version
                && memory == other.memory
                && iterations == other.iterations
                && parallelism == other.parallelism
                && pepperId == other.pepperId
                && salt.length == other.salt.length
                && hash.length == other.hash.length;
    }

    @Override
    public boolean matches(String password, Argon2Hasher argon2) {
        return MessageDigest.isEqual(argon2.derive(password, this), hash);
    }

    @Override
    public boolean isSlow() {
        return (long) memory * iterations > MAX_WORK;
    }

    @Override
    public String text() {
        String keyId = pepperId == 0 ? "" : ",keyid=" + keyId(pepperId);
        return "$argon2" + type.name().toLowerCase(Locale.ROOT) + "$v=" + version + "$m=" + memory + ",t=" + iterations
                + ",p=" + parallelism + keyId + "$" + Phc.text(salt) + "$" + Phc.text(hash);
    }

    /** Everything but the pepper. */
    Argon2Parameters.Builder parameters() {
        return new Argon2Parameters.Builder(type.number)
                .withVersion(version)
                .withMemoryAsKB(memory)
                .withIterations(iterations)
                .withParallelism(parallelism)
                .withSalt(salt);
    }

    @Override
    public String toString() {
        return "Argon2";
    }
}
