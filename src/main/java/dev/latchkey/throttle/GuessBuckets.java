package dev.latchkey.throttle;

import static dev.latchkey.throttle.Bucket.Kind.ACCOUNT;
import static dev.latchkey.throttle.Bucket.Kind.DEVICE;
import static dev.latchkey.throttle.Bucket.Kind.SOURCE;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Which budgets a guess at a password spends, and under which keys they are kept. */
@ApplicationScoped
class GuessBuckets {

    /** The authenticator that is counted; others have buckets of their own. */
    static final String PASSWORD = "password";

    /** The name of nobody is remembered for as long as anybody is likely to watch how it differs from that of somebody. */
    private static final Duration NAME_OF_NOBODY = Duration.ofDays(30);

    /**
     * Failures in a row are kept until a success or another password ends the row, or until nothing was checked for a year: whoever
     * comes back after that has a hundred guesses more, and nobody's row stays for ever (standards T-02, G-07).
     */
    static final Duration FAILURES_IN_A_ROW = Duration.ofDays(365);

    private final ThrottleConfig config;
    private final KeyedDigests digests;

    GuessBuckets(ThrottleConfig config, KeyedDigests digests) {
        this.config = config;
        this.digests = digests;
    }

    /** In the order in which their tokens are taken. */
    List<Bucket> of(Guess guess, Instant now) {
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

    byte[] accountKey(Guess guess) {
        return digests.of(accountKind(guess), guess.account());
    }

    private static String accountKind(Guess guess) {
        return PASSWORD + (guess.accountExists() ? "/user" : "/name");
    }

    /** In the place of an account, or of a name that nobody has. */
    String pseudonym(Guess guess) {
        return digests.shortOf(accountKind(guess), guess.account());
    }
}
