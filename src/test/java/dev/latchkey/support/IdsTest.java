package dev.latchkey.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IdsTest {

    private static final Instant MOMENT = Instant.parse("2026-11-21T12:00:00.123456Z");

    private final Ids ids = new Ids(new TestClock(), new Randomness());

    @Test
    @DisplayName("RFC 9562 §5.7: version 7, the milliseconds first")
    void idIsOfVersion7() {
        UUID id = ids.at(MOMENT);

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(MOMENT.toEpochMilli());
        assertThat(Stream.generate(() -> ids.at(MOMENT)).limit(10_000)).doesNotHaveDuplicates();
    }

    @Test
    void idsSortAsTheirMoments() {
        List<Instant> moments = List.of(
                Instant.EPOCH,
                MOMENT.minusMillis(1),
                MOMENT.minusNanos(1_000),
                MOMENT,
                MOMENT.plusNanos(1_000),
                Instant.parse("2026-11-21T12:00:00.123999Z"),
                Instant.parse("2026-11-21T12:00:00.124Z"),
                Instant.parse("9999-12-31T23:59:59.999999Z"));

        assertThat(moments.stream().map(ids::at).map(UUID::toString)).isSorted();
    }

    @Test
    void lowestPartsBeforeFromAfter() {
        String lowest = Ids.lowestAt(MOMENT).toString();

        for (int i = 0; i < 100; i++) {
            assertThat(ids.at(MOMENT).toString()).isGreaterThanOrEqualTo(lowest);
            assertThat(ids.at(MOMENT.minusNanos(1_000)).toString()).isLessThan(lowest);
        }
        assertThat(Ids.lowestAt(Instant.parse("0000-01-01T00:00:00Z"))).isEqualTo(Ids.lowestAt(Instant.EPOCH));
    }
}
