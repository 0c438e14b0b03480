package dev.latchkey.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.support.MonotonicClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {

    private long now = 17;
    private final List<Long> rests = new ArrayList<>();
    private final Pace pace = new Pace(
            new MonotonicClock() {
                @Override
                public long nanos() {
                    return now;
                }
            },
            rests::add);

    @Test
    void restsFourTimesAsLongAsTheBatchTook() {
        assertThat(pace.after(() -> batch(5))).isEqualTo("done");
        pace.after(() -> batch(0));
        pace.after(() -> batch(30));

        assertThat(rests).containsExactly(20L, 0L, 120L);
    }

    private String batch(long nanos) {
        now += nanos;
        return "done";
    }
}
