package dev.latchkey.verifier;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next attempt: a random part of a span that doubles, so that a restarted node is not met by all at once. */
final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Duration limit;
    private Duration span = FIRST;

    /** @param maxStaleness of which a third is waited at most, or a node that is back would be noticed too late */
    Backoff(Duration maxStaleness) {
        Duration third = maxStaleness.dividedBy(3);
        limit = third.compareTo(LONGEST) < 0 ? third : LONGEST;
    }

    Duration next() {
        long millis = ThreadLocalRandom.current().nextLong(span.toMillis() + 1);
        Duration doubled = span.multipliedBy(2);
        span = doubled.compareTo(limit) < 0 ? doubled : limit;
        return Duration.ofMillis(millis);
    }

    void reset() {
        span = FIRST;
    }
}
