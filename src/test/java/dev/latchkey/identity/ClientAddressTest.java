package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Requirement;
import dev.latchkey.support.ConfigReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Standards C-15. */
class ClientAddressTest {

    private static final ClientAddress BEHIND_TWO = behind("10.0.0.0/8,2001:db8:1::/48");

    private static ClientAddress behind(String networks) {
        return new ClientAddress(
                ConfigReader.read(TrustedProxiesConfig.class, Map.of("latchkey.trusted-proxies", networks)));
    }

    @ParameterizedTest
    @Requirement("C-15")
    @DisplayName("from the right, the first that is no proxy of ours")
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1 | 192.0.2.7 | 192.0.2.7",
                "10.0.0.1 | 6.6.6.6, 192.0.2.7 | 192.0.2.7",
                "10.0.0.1 | 10.9.9.9, 192.0.2.7 | 192.0.2.7",
                "10.0.0.1 | 192.0.2.7, 10.0.0.2 | 192.0.2.7",
                "10.0.0.1 | 6.6.6.6, 192.0.2.7 ,10.0.0.3,  10.0.0.2 | 192.0.2.7",
                "10.0.0.1 | 192.0.2.7:4711 | 192.0.2.7",
                "10.0.0.1 | 10.0.0.2 | 10.0.0.2",
                "10.0.0.1 | unknown | 10.0.0.1",
                "10.0.0.1 | '' | 10.0.0.1",
                "10.0.0.1 | , | 10.0.0.1",
                "10.0.0.1 | 192.0.2.7, unknown | 10.0.0.1",
                "10.0.0.1 | 192.0.2.7, 10.0.0.2, <script> | 10.0.0.1",
                "10.0.0.1 | 999.0.2.7 | 10.0.0.1",
                "10.0.0.1 | localhost | 10.0.0.1",
                "10.0.0.1 | 2001:db8::7 | 2001:db8:0:0:0:0:0:7",
                "10.0.0.1 | [2001:db8::7]:4711 | 2001:db8:0:0:0:0:0:7",
                "10.0.0.1 | [2001:db8::7] | 2001:db8:0:0:0:0:0:7",
                "2001:db8:1:0:0:0:0:5 | 192.0.2.7 | 192.0.2.7",
                "192.0.2.9 | 6.6.6.6 | 192.0.2.9",
                "192.0.2.9 | 10.0.0.1 | 192.0.2.9",
                "2001:db8:2:0:0:0:0:5 | 6.6.6.6 | 2001:db8:2:0:0:0:0:5"
            })
    void clientIsWhomTheLastProxyHeard(String peer, String forwarded, String client) {
        assertThat(BEHIND_TWO.of(peer, List.of(forwarded))).isEqualTo(client);
    }

    /** As compose passes on a variable that nobody has set. */
    @Test
    void emptyNamesNobody() {
        assertThat(behind("").of("10.0.0.1", List.of("6.6.6.6"))).isEqualTo("10.0.0.1");
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(BEHIND_TWO.of("10.0.0.1", List.of("6.6.6.6", "192.0.2.7", "10.0.0.2")))
                .isEqualTo("192.0.2.7");
        assertThat(BEHIND_TWO.of("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.com", "10.0.0.0/33", "10.0.0", "*"})
    void whatIsNoNetworkIsRefusedByName(String network) {
        assertThatThrownBy(() -> behind(network)).hasMessageContaining("latchkey.trusted-proxies");
    }

    @Test
    void singleAddressIsANetworkOfOne() {
        assertThat(behind("10.0.0.1/32").of("10.0.0.1", List.of("192.0.2.7"))).isEqualTo("192.0.2.7");
        assertThat(behind("10.0.0.1/32").of("10.0.0.2", List.of("192.0.2.7"))).isEqualTo("10.0.0.2");
    }
}
