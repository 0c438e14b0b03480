package dev.latchkey.throttle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.latchkey.support.MonotonicClock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sources that had no token left a moment ago, on this node. A flood from one of them would otherwise cost queries for each refusal, and
 * take the database from everybody else (standards T-07). Forgotten so soon that a token that is given back is hardly missed.
 */
@ApplicationScoped
class EmptySources {

    private static final Duration MOMENT = Duration.ofMillis(250);
    private static final int MOST_SOURCES = 10_000;

    private final Cache<String, Duration> delays;

    EmptySources(MonotonicClock clock) {
        this.delays = Caffeine.newBuilder()
                .maximumSize(MOST_SOURCES)
                .expireAfterWrite(MOMENT)
                .ticker(clock::nanos)
                .build();
    }

    /** @param delay until the source's next token */
    void note(@Nullable String ip, Duration delay) {
        if (delay.compareTo(MOMENT) > 0) {
            delays.put(Source.of(ip), delay);
        }
    }

    /** A token was given back. */
    void forget(@Nullable String ip) {
        delays.invalidate(Source.of(ip));
    }

    /** The delay that was told a moment ago; empty if there may be a token. */
    Optional<Duration> delay(@Nullable String ip) {
        return Optional.ofNullable(delays.getIfPresent(Source.of(ip)));
    }
}
