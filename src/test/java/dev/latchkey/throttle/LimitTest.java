package dev.latchkey.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTest {

    @Test
    void textIsABurstAndARefill() {
        assertThat(Limit.parse("5/PT1M")).isEqualTo(new Limit(5, Duration.ofMinutes(1)));
        assertThat(Limit.parse("1000/PT0.1S")).isEqualTo(new Limit(1000, Duration.ofMillis(100)));
        assertThat(Limit.parse("1/P30D")).hasToString("1/PT720H");
        assertThat(Limit.parse("1000000/PT1S").untilFull()).isEqualTo(Duration.ofSeconds(1_000_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "5/",
                "/PT1M",
                "0/PT1M",
                "-5/PT1M",
                "5/PT0S",
                "5/-PT1M",
                "5/1m",
                "5 per PT1M",
                "5/PT",
                "1000001/PT1S",
                "99999999999/PT1S",
                "1/P31D",
                "1000/P1D",
                "5/PT999999999999999999S"
            })
    void whatIsNoLimitIsRefused(String text) {
        assertThatThrownBy(() -> Limit.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
