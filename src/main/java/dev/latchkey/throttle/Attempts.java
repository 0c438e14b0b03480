package dev.latchkey.throttle;

import static dev.latchkey.throttle.Bucket.Kind.ACCOUNT;
import static dev.latchkey.throttle.Bucket.Kind.DEVICE;
import static dev.latchkey.throttle.Bucket.Kind.SOURCE;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The door for whoever is about to check a password. Failures spend, successes cost nothing in the end; but because guesses come in
 * parallel, each takes its tokens before it is checked and gets them back if it was right (standards T-01 to T-04).
 */
@ApplicationScoped
public class Attempts {

    /** So many failures in a row at most, whatever the budget (standards T-02). */
    public static final int MOST_FAILURES = Bucket.MOST_FAILURES;

    /** So many attempts at one account at once, on each node; others are refused. */
    public static final int MOST_AT_ONCE = Turns.MOST;

    /** So many take their tokens at a time: each holds one of the sixteen connections of a node, which everybody needs (standards T-07). */
    static final int TAKING = 4;

    /** The authenticator that is counted; others have buckets of their own. */
    private static final String PASSWORD = "password";

    /** The name of nobody is remembered for as long as anybody is likely to watch how it differs from that of somebody. */
    private static final Duration NAME_OF_NOBODY = Duration.ofDays(30);

    /**
     * Failures in a row are kept until a success or another password ends the row, or until nothing was checked for a year: whoever
     * comes back after that has a hundred guesses more, and nobody's row stays for ever (standards T-02, G-07).
     */
    static final Duration FAILURES_IN_A_ROW = Duration.ofDays(365);

    private final ThrottleConfig config;
    private final Buckets buckets;
    private final KeyedDigests digests;
    private final RefusedAttempts refused;
    private final EmptySources emptySources;
    private final Meter.MeterProvider<Counter> attempts;
    private final Clock clock;
    private final Turns turns = new Turns();
    private final Semaphore taking = new Semaphore(TAKING, true);

    Attempts(
            ThrottleConfig config,
            Buckets buckets,
            KeyedDigests digests,
            RefusedAttempts refused,
            EmptySources emptySources,
            MeterRegistry metrics,
            Clock clock) {
        this.config = config;
        this.buckets = buckets;
        this.digests = digests;
        this.refused = refused;
        this.emptySources = emptySources;
        this.attempts = Counter.builder("latchkey.throttle.attempts")
                .description("Attempts at passwords, by the budget that was spent or empty")
                .withRegistry(metrics);
        this.clock = clock;
    }

    /**
     * Refuses a stranger before anything is looked up for them, if their source was found empty a moment ago. Who presents a device may
     * have a budget of their own, and is not to be asked this.
     *
     * @throws ProblemException 429 {@code too-many-attempts}, as {@link #evaluate} would
     */
    public void requireSource(@Nullable String ip) {
        emptySources.delay(ip).ifPresent(delay -> {
            count("throttled", SOURCE.code());
            refused.note(ip, SOURCE);
            throw TooManyAttempts.problem(delay);
        });
    }

    /**
     * Checks a password if the budget allows it; not to be called within a transaction. A check that throws a problem, such as 503
     * {@code busy}, answered nothing and costs nothing.
     *
     * @param isRight whether everything is right that a stranger must not learn apart: the password, and that the user is enabled
     * @return what the check said
     * @throws ProblemException 429 {@code too-many-attempts}, the same for every account, with no check made
     */
    public <T> T evaluate(Guess guess, Supplier<T> check, Predicate<T> isRight) {
        if (!config.enabled()) {
            return check.get();
        }
        Instant now = clock.instant();
        List<Bucket> asked = bucketsOf(guess, now);
        Turns.Turn turn = await(asked.get(0));
        try {
            return evaluate(guess, check, isRight, take(guess, asked, now));
        } finally {
            turn.end();
        }
    }

    /** {@link #evaluate(Guess, Supplier, Predicate)} for a check that says only whether all is right. */
    public boolean evaluate(Guess guess, BooleanSupplier check) {
        return evaluate(guess, check::getAsBoolean, right -> right);
    }

    private Turns.Turn await(Bucket bucket) {
        try {
            return turns.await(bucket.key());
        } catch (ProblemException e) {
            count(
                    e.type() == ProblemType.TOO_MANY_ATTEMPTS ? "throttled" : "unanswered",
                    bucket.kind().code());
            throw e;
        }
    }

    private <T> T evaluate(Guess guess, Supplier<T> check, Predicate<T> isRight, List<Take.Spent> spent) {
        String bucket = spent.get(0).bucket().kind().code();
        T result;
        try {
            result = check.get();
        } catch (ProblemException e) {
            buckets.giveBack(spent);
            count("unanswered", bucket);
            throw e;
        }
        boolean right = isRight.test(result);
        if (right) {
            buckets.succeed(spent, accountKey(guess));
        }
        count(right ? "success" : "failure", bucket);
        return result;
    }

    /** What the audit trail says in the place of a name that nobody has (standards L-04). */
    public String pseudonym(Guess guess) {
        return digests.shortOf(accountKind(guess), guess.account());
    }

    /** Nothing is remembered of a user who is gone; in the transaction that deletes them. */
    public void forget(UUID userId) {
        buckets.delete(accountKey(Guess.at(userId, 0, null)));
    }

    private List<Take.Spent> take(Guess guess, List<Bucket> asked, Instant now) {
        Take take = takeInTurn(asked, now);
        if (take instanceof Take.Granted granted) {
            return granted.spent();
        }
        Take.Refused empty = (Take.Refused) take;
        count("throttled", empty.bucket().kind().code());
        refused.note(guess, pseudonym(guess), empty.bucket().kind());
        if (empty.bucket().kind() == SOURCE) {
            emptySources.note(guess.ip(), empty.delay());
        }
        throw TooManyAttempts.problem(empty.delay());
    }

    private Take takeInTurn(List<Bucket> asked, Instant now) {
        taking.acquireUninterruptibly();
        try {
            return buckets.take(asked, now);
        } finally {
            taking.release();
        }
    }

    private List<Bucket> bucketsOf(Guess guess, Instant now) {
        return guess.device()
                .map(device -> List.of(deviceBucket(guess, device, now)))
                .orElseGet(() -> List.of(
                        new Bucket(
                                ACCOUNT,
                                accountKey(guess),
                                guess.securityVersion(),
                                config.account(),
                                now.plus(guess.accountExists() ? FAILURES_IN_A_ROW : NAME_OF_NOBODY)),
                        sourceBucket(guess, now)));
    }

    private Bucket deviceBucket(Guess guess, UUID device, Instant now) {
        return new Bucket(
                DEVICE,
                digests.of(PASSWORD + "/device", device + "/" + guess.account()),
                guess.securityVersion(),
                config.device(),
                now.plus(config.deviceTtl()));
    }

    private Bucket sourceBucket(Guess guess, Instant now) {
        Limit limit = config.source();
        return new Bucket(
                SOURCE, digests.of(PASSWORD + "/source", Source.of(guess.ip())), 0, limit, now.plus(limit.untilFull()));
    }

    private byte[] accountKey(Guess guess) {
        return digests.of(accountKind(guess), guess.account());
    }

    private static String accountKind(Guess guess) {
        return PASSWORD + (guess.accountExists() ? "/user" : "/name");
    }

    private void count(String outcome, String bucket) {
        attempts.withTags("authenticator", PASSWORD, "outcome", outcome, "bucket", bucket)
                .increment();
    }
}
