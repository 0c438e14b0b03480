package dev.latchkey.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** The real clock, which no other test uses. */
class ClocksTest {

    private final Clock clock = Clocks.clock();

    @Test
    void clockGivesMicrosecondsOfUtc() {
        Instant now = clock.instant();

        assertThat(now).isEqualTo(now.truncatedTo(ChronoUnit.MICROS));
        assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
    }

    @Test
    void clockGivesMilliseconds() {
        long before = clock.instant().toEpochMilli();

        assertThat(clock.millis()).isBetween(before, before + 60_000);
    }
}
