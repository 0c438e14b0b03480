package dev.latchkey.throttle;

import static dev.latchkey.throttle.Bucket.Kind.SOURCE;

import dev.latchkey.problem.ProblemException;
import dev.latchkey.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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

    /** Of the connections of a node, which everybody needs, those that are held by attempts before a password is checked (standards T-07). */
    private static final int SHARE = 4;

    private final ThrottleConfig config;
    private final Buckets buckets;
    private final GuessBuckets guessBuckets;
    private final RefusedAttempts refused;
    private final EmptySources emptySources;
    private final Meter.MeterProvider<Counter> attempts;
    private final Clock clock;
    private final Turns turns = new Turns();
    private final Semaphore taking;

    Attempts(
            ThrottleConfig config,
            Buckets buckets,
            GuessBuckets guessBuckets,
            RefusedAttempts refused,
            EmptySources emptySources,
            MeterRegistry metrics,
            Clock clock,
            @ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int connections) {
        this.config = config;
        this.buckets = buckets;
        this.guessBuckets = guessBuckets;
        this.refused = refused;
        this.emptySources = emptySources;
        this.attempts = Counter.builder("latchkey.throttle.attempts")
                .description("Attempts at passwords, by the budget that was spent or empty")
                .withRegistry(metrics);
        this.clock = clock;
        this.taking = new Semaphore(Math.max(1, connections / SHARE), true);
    }

    /**
     * Refuses a stranger before anything is looked up for them, if their source was found empty a moment ago. Who presents a device may
     * have a budget of their own, and is not to be asked this.
     *
     * @throws ProblemException 429 {@code too-many-attempts}, as {@link #evaluate} would
     */
    public void requireSource(@Nullable String ip) {
        emptySources.delay(ip).ifPresent(delay -> {
            refused.note(ip, SOURCE);
            throw refusal(SOURCE, delay);
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
        if (guess.device().isEmpty()) {
            emptySources.delay(guess.ip()).ifPresent(delay -> {
                throw refusal(guess, SOURCE, delay);
            });
        }
        List<Bucket> asked = guessBuckets.of(guess, clock.instant());
        Turns.Turn turn = counted(asked.get(0), () -> turns.await(asked.get(0).key()));
        try {
            return evaluate(guess, check, isRight, take(guess, asked));
        } finally {
            turn.end();
        }
    }

    /** {@link #evaluate(Guess, Supplier, Predicate)} for a check that says only whether all is right. */
    public boolean evaluate(Guess guess, BooleanSupplier check) {
        return evaluate(guess, check::getAsBoolean, right -> right);
    }

    /** A turn that is not to be had was counted. */
    private Turns.Turn counted(Bucket bucket, Supplier<Turns.Turn> turn) {
        try {
            return turn.get();
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
            forgetEmpty(guess);
            count("unanswered", bucket);
            throw e;
        }
        boolean right = isRight.test(result);
        if (right) {
            buckets.succeed(spent, guessBuckets.accountKey(guess));
            forgetEmpty(guess);
        }
        count(right ? "success" : "failure", bucket);
        return result;
    }

    /** A stranger's token of the source was given back. */
    private void forgetEmpty(Guess guess) {
        if (guess.device().isEmpty()) {
            emptySources.forget(guess.ip());
        }
    }

    /** What the audit trail says in the place of a name that nobody has (standards L-04). */
    public String pseudonym(Guess guess) {
        return guessBuckets.pseudonym(guess);
    }

    /** Nothing is remembered of a user who is gone; in the transaction that deletes them. */
    public void forget(UUID userId) {
        buckets.delete(guessBuckets.accountKey(Guess.at(userId, 0, null)));
    }

    private List<Take.Spent> take(Guess guess, List<Bucket> asked) {
        Take take = takeInTurn(asked);
        if (take instanceof Take.Granted granted) {
            return granted.spent();
        }
        Take.Refused empty = (Take.Refused) take;
        if (empty.bucket().kind() == SOURCE) {
            emptySources.note(guess.ip(), empty.delay());
        }
        throw refusal(guess, empty.bucket().kind(), empty.delay());
    }

    private Take takeInTurn(List<Bucket> asked) {
        Turns.Turn turn = counted(asked.get(0), () -> Turns.await(taking));
        try {
            return buckets.take(asked, clock.instant());
        } finally {
            turn.end();
        }
    }

    private ProblemException refusal(Guess guess, Bucket.Kind emptied, Duration delay) {
        refused.note(guess, pseudonym(guess), emptied);
        return refusal(emptied, delay);
    }

    private ProblemException refusal(Bucket.Kind emptied, Duration delay) {
        count("throttled", emptied.code());
        return TooManyAttempts.problem(delay);
    }

    private void count(String outcome, String bucket) {
        attempts.withTags("authenticator", GuessBuckets.PASSWORD, "outcome", outcome, "bucket", bucket)
                .increment();
    }
}
