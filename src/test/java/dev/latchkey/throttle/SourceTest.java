package dev.latchkey.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Requirement("T-01")
class SourceTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "198.51.100.7, 198.51.100.7, true",
                "198.51.100.7, 198.51.100.8, false",
                "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
                "2001:db8:1:2::1, 2001:DB8:0001:0002:0:0:0:9, true",
                "2001:db8:1:2::1, 2001:db8:1:3::1, false",
                "::ffff:198.51.100.7, 198.51.100.7, true",
                "::ffff:198.51.100.7, ::ffff:198.51.100.8, false",
                "null, not an address, true",
                "null, 198.51.100.7, false"
            })
    @DisplayName("one IPv4 address, or one IPv6 network of 64 bits, however it is written")
    void oneSource(String one, String other, boolean same) {
        assertThat(Source.of(one).equals(Source.of(other))).isEqualTo(same);
    }
}
