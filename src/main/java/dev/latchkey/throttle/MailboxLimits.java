package dev.latchkey.throttle;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Bounds the mails that people with accounts may have sent to an address that is not theirs yet: each of them has a bound of their own,
 * and whoever makes many accounts has many of those (standards T-05, CWE-770).
 */
@ApplicationScoped
public class MailboxLimits {

    /** And as many again in the course of a day. */
    public static final int MOST_AT_ONCE = 10;

    private static final Limit LIMIT =
            new Limit(MOST_AT_ONCE, Duration.ofDays(1).dividedBy(MOST_AT_ONCE));

    private final ThrottleConfig config;
    private final Buckets buckets;
    private final KeyedDigests digests;
    private final Clock clock;

    MailboxLimits(ThrottleConfig config, Buckets buckets, KeyedDigests digests, Clock clock) {
        this.config = config;
        this.buckets = buckets;
        this.digests = digests;
        this.clock = clock;
    }

    /** Takes one of the mails to a canonical address, if there is one; not to be called within a transaction. */
    public boolean take(String address) {
        if (!config.enabled()) {
            return true;
        }
        Instant now = clock.instant();
        Bucket bucket =
                new Bucket(Bucket.Kind.MAILBOX, digests.of("mailbox", address), 0, LIMIT, now.plus(LIMIT.untilFull()));
        return buckets.take(List.of(bucket), now) instanceof Take.Granted;
    }
}
