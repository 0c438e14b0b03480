package dev.latchkey.password;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import dev.latchkey.support.Randomness;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Accepts, hashes and checks passwords. */
@ApplicationScoped
public class Passwords {

    private final PasswordConfig config;
    private final PasswordPolicy policy;
    private final HashingPool pool;
    private final HashingDoor door;
    private final ForeignHashes foreignHashes;
    private final ForeignMemory foreignMemory;
    private final UsableHashes usableHashes;
    private final Randomness randomness;
    private final Argon2Hasher argon2;
    private final Argon2 nobody;

    Passwords(
            PasswordConfig config,
            PasswordPolicy policy,
            HashingPool pool,
            Peppers peppers,
            ForeignHashes foreignHashes,
            ForeignMemory foreignMemory,
            UsableHashes usableHashes,
            Randomness randomness) {
        this.config = config;
        this.policy = policy;
        this.pool = pool;
        this.door = new HashingDoor(pool);
        this.foreignHashes = foreignHashes;
        this.foreignMemory = foreignMemory;
        this.usableHashes = usableHashes;
        this.randomness = randomness;
        this.argon2 = new Argon2Hasher(config.memory(), config.iterations(), config.parallelism(), peppers);
        // drawn, not computed: that was a twelfth of what the main thread of a starting executable did, by a profile
        this.nobody = argon2.of(randomness.bytes(Argon2.SALT_BYTES), randomness.bytes(Argon2.HASH_BYTES));
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
        List<String> reasons = policy.reasonsAgainst(password, normalise(password), context);
        if (!reasons.isEmpty()) {
            throw new ProblemException(
                            ProblemType.WEAK_PASSWORD,
                            "A password has " + config.minLength() + " to " + PasswordPolicy.MAX_LENGTH
                                    + " characters, and is none that others would guess.")
                    .with("reasons", reasons);
        }
    }

    /** Looks up what a password is to be compared with, outside any transaction; 503 {@code busy} without a look if too many wait already. */
    public <T> T admit(Supplier<T> lookUp) {
        return door.admit(lookUp);
    }

    /** The same for what is done before a new password is hashed. */
    public void admit(Runnable work) {
        door.admit(() -> {
            work.run();
            return true;
        });
    }

    /** How many are hashed and wait for it at once, at the most. */
    public int places() {
        return pool.capacity();
    }

    /** 503 {@code busy}, for who is refused before {@link #admit}. */
    public ProblemException busy() {
        return pool.busy();
    }

    /** The PHC string of an acceptable password. Waits for its turn; 503 {@code busy} when too many wait. */
    public String hash(String password) {
        return pool.run(() -> compute(normalise(password)).text());
    }

    /** {@link #check} for whoever does not store the renewed hash. */
    public boolean matches(String password, @Nullable String stored) {
        return check(password, stored).matches();
    }

    /**
     * Whether the password is the one that was hashed, and the hash to store from now on if that one is not as hashes are made today.
     * Without a hash the answer is no, and it takes as long as any other, so that nobody can tell from the time whether an account
     * exists (standards P-09). A hash of another kind costs what it costs and then one of ours, whether it matched or not: the time
     * tells that it is an old one, but not more, and the first sign-in ends that. 503 {@code busy} when too many wait.
     */
    public PasswordCheck check(String password, @Nullable String stored) {
        String normalised = normalise(password);
        if (PasswordPolicy.length(normalised) > PasswordPolicy.MAX_LENGTH) {
            return PasswordCheck.WRONG;
        }
        StoredHash known = isText(password) ? usableHashes.read(stored).orElse(null) : null;
        return pool.run(() -> check(password, normalised, known));
    }

    /**
     * The form in which a hash that another system made is to be stored: Argon2, scrypt, PBKDF2 and bcrypt, as PHC strings or as
     * Django, passlib and Spring Security write them.
     *
     * @throws UnusableHashException if it is of another kind, damaged, or would cost more memory or time than a sign-in may
     */
    public String foreign(String hash) throws UnusableHashException {
        return foreignHashes.read(hash).text();
    }

    /** {@link #foreign} for a credential in an export of Keycloak, whose two members hold JSON. */
    public String foreignOfKeycloak(String secretData, String credentialData) throws UnusableHashException {
        return foreign(KeycloakCredential.toPhc(secretData, credentialData));
    }

    /** How hashes name the peppers that are not configured: whoever has one of them cannot sign in. */
    public List<String> missingPeppers() {
        return usableHashes.missingPeppers();
    }

    private PasswordCheck check(String typed, String normalised, @Nullable StoredHash known) {
        if (known == null) {
            nobody.matches(normalised, argon2);
            return PasswordCheck.WRONG;
        }
        if (known instanceof Argon2 usual && usual.isLike(nobody)) {
            return new PasswordCheck(usual.matches(normalised, argon2), null);
        }
        boolean matches = foreignMemory.lend(known.memory(), () -> matchesSomeForm(typed, normalised, known));
        String renewed = compute(normalised).text();
        if (!matches) {
            return PasswordCheck.WRONG;
        }
        // with a wrong end that nobody looked at, it would become the password, and the right one be wrong
        boolean certain = known.seesAllOf(typed) && known.seesAllOf(normalised);
        return new PasswordCheck(true, certain ? renewed : null);
    }

    /** Other systems hash what was typed; some, and we when the settings were others, its normal form. Most passwords are the same in both. */
    private boolean matchesSomeForm(String typed, String normalised, StoredHash hash) {
        return hash.matches(typed, argon2) || (!normalised.equals(typed) && hash.matches(normalised, argon2));
    }

    /** Half a surrogate pair would be hashed as a question mark, and so match one. */
    private static boolean isText(String password) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(password);
    }

    private Argon2 compute(String normalised) {
        return argon2.hash(normalised, randomness.bytes(Argon2.SALT_BYTES));
    }

    /** NFKC, on setting and on checking, and nothing else: no trimming, no case folding (standards P-03, NIST SP 800-63B-4 §3.1.1.2). */
    private static String normalise(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }
}
