package dev.latchkey.password;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.support.Randomness;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accepts, hashes and checks passwords. */
@ApplicationScoped
public class Passwords {

    private static final int MAX_FOREIGN_MEMORY = 65_536;
    private static final int MAX_FOREIGN_ITERATIONS = 10;

    private final PasswordConfig config;
    private final PasswordPolicy policy;
    private final HashingPool pool;
    private final Randomness randomness;
    private final Argon2id nobody;

    Passwords(PasswordConfig config, PasswordPolicy policy, HashingPool pool, Randomness randomness) {
        this.config = config;
        this.policy = policy;
        this.pool = pool;
        this.randomness = randomness;
        this.nobody = compute("");
    }

    /**
     * 400 {@code weak-password} with {@code reasons} unless the password is acceptable as a new one.
     *
     * @param context names of the account, by which nobody may guess it
     */
    public void requireAcceptable(String password, Collection<String> context) {
        if (!isText(password)) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The password holds half a surrogate pair.");
        }
        List<String> reasons = policy.reasonsAgainst(normalise(password), context);
        if (!reasons.isEmpty()) {
            throw new ProblemException(
                            ProblemType.WEAK_PASSWORD,
                            "A password has " + config.minLength() + " to " + PasswordPolicy.MAX_LENGTH
                                    + " characters, and is none that others would guess.")
                    .with("reasons", reasons);
        }
    }

    /** The PHC string of an acceptable password. Waits for its turn; 503 {@code busy} when too many wait. */
    public String hash(String password) {
        return pool.run(() -> compute(normalise(password)).phc());
    }

    /**
     * Whether the password is the one that was hashed. Without a hash the answer is no, and it takes as long as any other, so that
     * nobody can tell from the time whether an account exists (standards P-09). 503 {@code busy} when too many wait.
     */
    public boolean matches(String password, @Nullable String phc) {
        String normalised = normalise(password);
        if (PasswordPolicy.length(normalised) > PasswordPolicy.MAX_LENGTH) {
            return false;
        }
        Argon2id known = phc == null ? null : Argon2id.parse(phc).orElse(null);
        Argon2id reference = known == null ? nobody : known;
        byte[] presented = pool.run(() -> reference.recompute(normalised));
        return MessageDigest.isEqual(presented, reference.hash()) && known != null && isText(password);
    }

    /**
     * The form in which a hash that another system made is to be stored: Argon2id as a PHC string.
     *
     * @throws UnusableHashException if it is of another kind, damaged, or would cost more memory or time than a sign-in may
     */
    public String foreign(String hash) throws UnusableHashException {
        Argon2id known;
        try {
            known = Argon2id.parse(hash).orElseThrow(() -> new UnusableHashException("is of no known kind"));
        } catch (IllegalArgumentException e) {
            throw new UnusableHashException("is damaged");
        }
        if (known.memory() > MAX_FOREIGN_MEMORY
                || known.iterations() > MAX_FOREIGN_ITERATIONS
                || known.memory() < 8 * known.parallelism()
                || known.iterations() < 1
                || known.parallelism() < 1
                || known.salt().length < 8
                || known.hash().length < 16) {
            throw new UnusableHashException("has parameters that are not accepted");
        }
        return known.phc();
    }

    /** {@link #foreign} for a credential in an export of Keycloak, whose two members hold JSON. */
    public String foreignOfKeycloak(String secretData, String credentialData) throws UnusableHashException {
        throw new UnusableHashException("is of no known kind");
    }

    /** Half a surrogate pair would be hashed as a question mark, and so match one. */
    private static boolean isText(String password) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(password);
    }

    private Argon2id compute(String normalised) {
        return Argon2id.compute(
                normalised,
                config.memory(),
                config.iterations(),
                config.parallelism(),
                randomness.bytes(Argon2id.SALT_BYTES));
    }

    /** NFKC, on setting and on checking, and nothing else: no trimming, no case folding (standards P-03, NIST SP 800-63B-4 §3.1.1.2). */
    private static String normalise(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }
}
