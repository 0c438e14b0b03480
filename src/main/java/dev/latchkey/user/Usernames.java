package dev.latchkey.user;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import java.util.Optional;
import java.util.regex.Pattern;
import rocks.xmpp.precis.PrecisProfiles;

/**
 * The one canonical form of names and addresses: PRECIS UsernameCaseMapped (RFC 8265 §3.3). Look-alike spellings by case, width
 * or composition become the same name; controls, spaces and zero-width characters are refused, so that nobody gets a second
 * account, or a fresh budget of guesses, out of them (standards P-15).
 */
public final class Usernames {

    private static final int MAX_LENGTH = 254;

    /** What would let one mailbox have any number of addresses, as comments and quotes do (RFC 5322 §3.2). */
    private static final String SPECIALS = "()<>,;:\"\\\\\\[\\]";

    private static final Pattern ADDRESS =
            Pattern.compile("[^@" + SPECIALS + "]{1,64}@[^@." + SPECIALS + "]+(\\.[^@." + SPECIALS + "]+)*");

    private Usernames() {}

    /** The canonical form, or empty if the text cannot be anybody's name. */
    public static Optional<String> canonical(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            // some signs grow when they are composed or mapped
            return Optional.of(PrecisProfiles.USERNAME_CASE_MAPPED.enforce(text))
                    .filter(name -> name.length() <= MAX_LENGTH);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The canonical form; 400 {@code invalid-request} if the text cannot be a username. */
    public static String require(String text) {
        return canonical(text).orElseThrow(() -> invalid("username"));
    }

    /** The canonical form of an e-mail address; 400 {@code invalid-request} if the text is none. Whether mail arrives is another matter. */
    public static String requireAddress(String text) {
        return canonical(text)
                .filter(address -> ADDRESS.matcher(address).matches())
                .orElseThrow(() -> invalid("email"));
    }

    private static ProblemException invalid(String member) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                "The " + member + " must be 1 to 254 letters, digits or signs without spaces or invisible characters"
                        + (member.equals("email") ? ", with one @." : "."));
    }
}
