package dev.latchkey.password;

import jakarta.enterprise.context.ApplicationScoped;
import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is wrong with a password that somebody wants to have: its length, that it is known to be guessed first, that it is little more
 * than a word anybody would try for this account, that it was stolen elsewhere. No composition rules, which make passwords worse (NIST
 * SP 800-63B-4 §3.1.1.2, standards P-01 to P-04).
 */
@ApplicationScoped
class PasswordPolicy {

    /** Longest password in code points; longer ones are refused before anything else looks at them (standards P-02). */
    static final int MAX_LENGTH = 256;

    /** Shorter words are part of too many good passwords. */
    private static final int SHORTEST_WORD = 4;

    /** How much of a password must be left when such words are taken out; and it may be no common one. */
    private static final int OWN_PART = 8;

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final PasswordConfig config;
    private final BreachCorpus breaches;
    private final CommonPasswords common = new CommonPasswords();

    PasswordPolicy(PasswordConfig config, BreachCorpus breaches) {
        this.config = config;
        this.breaches = breaches;
    }

    /**
     * The reasons against it, none if it is good: {@code too_short too_long common context breached}.
     *
     * @param typed as it came: one sign can become eighteen, which are as easily guessed as the one (standards P-01)
     * @param password normalised
     * @param context names of the account
     */
    List<String> reasonsAgainst(String typed, String password, Collection<String> context) {
        int length = Math.min(length(typed), length(password));
        if (length(password) > MAX_LENGTH) {
            return List.of("too_long");
        }
        String lower = lower(password);
        List<String> reasons = Stream.of(
                        length < config.minLength() ? "too_short" : "",
                        common.contains(lower) ? "common" : "",
                        isMadeOf(lower, context) ? "context" : "")
                .filter(reason -> !reason.isEmpty())
                .toList();
        return reasons.isEmpty() && breaches.contains(password) ? List.of("breached") : reasons;
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private boolean isMadeOf(String password, Collection<String> context) {
        String own = password;
        for (String word : words(context)) {
            own = own.replace(word, "");
        }
        return own.length() < password.length() && (length(own) < OWN_PART || common.contains(own));
    }

    /** The longest first: a name may be part of an address. */
    private List<String> words(Collection<String> context) {
        return Stream.concat(config.contextWords().stream(), context.stream().flatMap(PasswordPolicy::parts))
                .map(PasswordPolicy::lower)
                .filter(word -> length(word) >= SHORTEST_WORD)
                .sorted((one, other) -> other.length() - one.length())
                .toList();
    }

    /** The whole of it, an address without its domain, and the words of a name. */
    private static Stream<String> parts(String name) {
        int at = name.lastIndexOf('@');
        return Stream.concat(Stream.of(name, at < 0 ? name : name.substring(0, at)), SPACES.splitAsStream(name));
    }

    private static String lower(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
