package dev.latchkey.password;

import dev.latchkey.support.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * A bcrypt hash, {@code $2b$12$…}; {@code 2a} and {@code 2y} are the same. bcrypt looks at the first 72 bytes of a password only, and so
 * do we, as long as the hash is one: who was let in with more or less behind them elsewhere is let in here.
 *
 * @param digested whether it is of the SHA-256 of the password, in hex, as Django's {@code bcrypt_sha256$} are, which know no such limit
 */
record Bcrypt(boolean digested, int cost, String crypt) implements StoredHash {

    static final String DIGESTED = "bcrypt_sha256$";

    private static final Pattern CRYPT = Pattern.compile(
            "(\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{21})([./A-Za-z0-9])([./A-Za-z0-9]{30})([./A-Za-z0-9])");
    private static final String ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static final int SEEN_BYTES = 72;

    /** Every one more doubles the time; 12 takes a quarter of a second. */
    private static final int MAX_COST = 14;

    static Bcrypt parse(String text) throws UnusableHashException {
        boolean digested = text.startsWith(DIGESTED);
        Matcher matcher = CRYPT.matcher(digested ? text.substring(DIGESTED.length()) : text);
        if (!matcher.matches()) {
            throw new UnusableHashException("is not a bcrypt hash as it should be written");
        }
        int cost = Integer.parseInt(matcher.group(2));
        if (cost < 4 || cost > 31) {
            throw new UnusableHashException("has parameters that bcrypt does not have");
        }
        // 16 bytes are 128 of 132 bits, 23 are 184 of 186; some systems have left rubbish in the rest
        String crypt =
                matcher.group(1) + cleared(matcher.group(3), 4) + matcher.group(4) + cleared(matcher.group(5), 2);
        return new Bcrypt(digested, cost, crypt);
    }

    private static char cleared(String character, int bits) {
        return ALPHABET.charAt(ALPHABET.indexOf(character) >> bits << bits);
    }

    @Override
    public boolean matches(String password, Argon2Hasher argon2) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        byte[] hashed =
                digested ? HexFormat.of().formatHex(Sha256.of(bytes)).getBytes(StandardCharsets.US_ASCII) : bytes;
        return OpenBSDBCrypt.checkPassword(crypt, hashed);
    }

    /** A text of all that it sees may be the beginning of the password, or go wrong after it; shorter ones are compared to their end. */
    @Override
    public boolean seesAllOf(String password) {
        return digested || password.getBytes(StandardCharsets.UTF_8).length < SEEN_BYTES;
    }

    @Override
    public int memory() {
        return 0;
    }

    @Override
    public boolean isSlow() {
        return cost > MAX_COST;
    }

    @Override
    public String text() {
        return digested ? DIGESTED + crypt : crypt;
    }

    @Override
    public String toString() {
        return "Bcrypt";
    }
}
