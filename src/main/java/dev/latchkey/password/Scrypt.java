package dev.latchkey.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.SCrypt;

/** A scrypt hash (RFC 7914), {@code $scrypt$ln=17,r=8,p=1$salt$hash}; N is 2 to the power of {@code ln}. */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Scrypt(int logN, int blockSize, int parallelism, byte[] salt, byte[] hash) implements StoredHash {

    private static final Pattern PHC =
            Pattern.compile("\\$scrypt\\$ln=(\\d{1,2}),r=(\\d{1,2}),p=(\\d{1,2})\\$" + Phc.BYTES + "\\$" + Phc.BYTES);

    private static final int MAX_LOG_N = 24;

    /** RFC 7914 §6: N is less than 2 to the power of 16 r. */
    private static final int BITS_FOR_EACH_BLOCK = 16;

    /** N r p: four times what is advised (standards P-06). */
    private static final long MAX_WORK = 4_194_304;

    static Scrypt parse(String phc) throws UnusableHashException {
        Matcher matcher = PHC.matcher(phc);
        if (!matcher.matches()) {
            throw new UnusableHashException("is not a scrypt hash as it should be written");
        }
        return of(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Phc.salt(matcher.group(4)),
                Phc.hash(matcher.group(5)));
    }

    static Scrypt of(int logN, int blockSize, int parallelism, byte[] salt, byte[] hash) throws UnusableHashException {
        if (logN < 1
                || logN > MAX_LOG_N
                || blockSize < 1
                || parallelism < 1
                || logN >= BITS_FOR_EACH_BLOCK * blockSize
                || kibibytes(logN, blockSize, parallelism) > MAX_MEMORY) {
            throw new UnusableHashException("has parameters that scrypt does not have, or nobody takes");
        }
        return new Scrypt(logN, blockSize, parallelism, salt, hash);
    }

    /** RFC 7914 §5, §6: the table of N blocks, one that is mixed, and those it begins with, which the library holds twice. */
    private static long kibibytes(int logN, int blockSize, int parallelism) {
        return 128L * blockSize * ((1L << logN) + 2L * parallelism + 1) / 1024;
    }

    @Override
    public boolean matches(String password, Argon2Hasher argon2) {
        byte[] derived = SCrypt.generate(
                password.getBytes(StandardCharsets.UTF_8), salt, 1 << logN, blockSize, parallelism, hash.length);
        return MessageDigest.isEqual(derived, hash);
    }

    @Override
    public int memory() {
        return (int) kibibytes(logN, blockSize, parallelism);
    }

    @Override
    public boolean isSlow() {
        return (1L << logN) * blockSize * parallelism > MAX_WORK;
    }

    @Override
    public String text() {
        return "$scrypt$ln=" + logN + ",r=" + blockSize + ",p=" + parallelism + "$" + Phc.text(salt) + "$"
                + Phc.text(hash);
    }

    @Override
    public String toString() {
        return "Scrypt";
    }
}
