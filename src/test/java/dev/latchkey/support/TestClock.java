package dev.latchkey.support;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The clock of the tests: stands still until it is moved, and moves forward, but for small corrections. */
@Mock
@ApplicationScoped
public class TestClock extends Clock {

    private static final Duration MAX_OFFSET = Duration.ofSeconds(2);

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));

    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("The clock of the tests moves forward only");
        }
        now.updateAndGet(instant -> instant.plus(duration));
    }

    /** As a clock is put right by less than {@code latchkey.clock.max-offset}, within which a node goes on. */
    public void stepBack(Duration duration) {
        if (duration.isNegative() || duration.compareTo(MAX_OFFSET) > 0) {
            throw new IllegalArgumentException("No node goes on after such a correction");
        }
        now.updateAndGet(instant -> instant.minus(duration));
    }

    void advanceToWholeSecond() {
        now.updateAndGet(instant -> instant.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
