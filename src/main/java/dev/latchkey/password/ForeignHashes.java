package dev.latchkey.password;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads hashes as other systems write them, and refuses those that would cost more than a sign-in may: what is imported is computed
 * later whenever somebody types that user's name (standards T-07).
 */
@ApplicationScoped
class ForeignHashes {

    /** Spring Security says in front of the hash by what it was made. */
    private static final Pattern SPRING = Pattern.compile("^\\{(?:bcrypt|argon2[@\\w]{0,30})}(?=\\$)");

    /** Django says so as well; what follows stands for itself but for a dollar sign. */
    private static final Pattern DJANGO_PREFIX = Pattern.compile("^(?:bcrypt\\$(?=\\$2)|argon2(?=\\$argon2))");

    private static final String DJANGO_SALT = "\\$([^$]{1,128})\\$";
    private static final Pattern DJANGO_PBKDF2 =
            Pattern.compile("pbkdf2_(sha1|sha256)\\$(\\d{1,9})" + DJANGO_SALT + Phc.BYTES);
    private static final Pattern DJANGO_SCRYPT =
            Pattern.compile("scrypt\\$(\\d{1,8})" + DJANGO_SALT + "(\\d{1,2})\\$(\\d{1,2})\\$" + Phc.BYTES);

    private final ForeignMemory memory;

    ForeignHashes(ForeignMemory memory) {
        this.memory = memory;
    }

    /** A hash that somebody wants to bring along, in the form in which it is to be stored. */
    StoredHash read(String text) throws UnusableHashException {
        if (text.length() > StoredHash.MAX_LENGTH) {
            throw new UnusableHashException("is longer than " + StoredHash.MAX_LENGTH + " characters");
        }
        StoredHash hash = parse(text);
        if (hash instanceof Argon2 argon2 && argon2.pepperId() != 0) {
            throw new UnusableHashException("was made with a secret of another service");
        }
        if (hash.memory() > memory.limit()) {
            throw new UnusableHashException(
                    "takes " + hash.memory() + " KiB, and here it may be " + memory.limit() + " at most");
        }
        if (hash.isSlow()) {
            throw new UnusableHashException("takes longer than a sign-in may");
        }
        return hash;
    }

    private static StoredHash parse(String text) throws UnusableHashException {
        Matcher pbkdf2 = DJANGO_PBKDF2.matcher(text);
        if (pbkdf2.matches()) {
            return StoredHash.parse("$pbkdf2-" + pbkdf2.group(1) + "$i=" + pbkdf2.group(2) + "$" + salt(pbkdf2.group(3))
                    + "$" + pbkdf2.group(4));
        }
        Matcher scrypt = DJANGO_SCRYPT.matcher(text);
        if (scrypt.matches()) {
            return StoredHash.parse("$scrypt$ln=" + logarithm(Integer.parseInt(scrypt.group(1))) + ",r="
                    + scrypt.group(3) + ",p=" + scrypt.group(4) + "$" + salt(scrypt.group(2)) + "$" + scrypt.group(5));
        }
        String bare = SPRING.matcher(text).replaceFirst("");
        return StoredHash.parse(DJANGO_PREFIX.matcher(bare).replaceFirst(""));
    }

    /** Django's salts are text, and hashed as such. */
    private static String salt(String text) {
        return Phc.text(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int logarithm(int cost) throws UnusableHashException {
        if (Integer.bitCount(cost) != 1) {
            throw new UnusableHashException("has parameters that scrypt does not have");
        }
        return Integer.numberOfTrailingZeros(cost);
    }
}
