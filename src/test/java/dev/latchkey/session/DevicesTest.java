package dev.latchkey.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {

    private final Devices devices = new Devices();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 | Firefox on Linux | desktop",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
                        + " Safari/537.36 | Chrome on Windows | desktop",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
                        + " Version/18.0 Mobile/15E148 Safari/604.1 | Mobile Safari on iOS | mobile",
                "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
                        + " Mobile Safari/537.36 | Chrome Mobile on Android | mobile",
                "curl/8.5.0 | curl | other",
                "something else entirely | Unknown device | other"
            })
    void userAgentNamesTheDevice(String userAgent, String name, String type) {
        Device device = devices.describe(userAgent, "192.0.2.1");

        assertThat(device.name()).isEqualTo(name);
        assertThat(device.type()).isEqualTo(type);
        assertThat(device.ip()).isEqualTo("192.0.2.1");
    }

    @Test
    void missingUserAgentIsNoError() {
        assertThat(devices.describe(null, null).name()).isEqualTo("Unknown device");
        assertThat(devices.describe(" ", null).userAgent()).isNull();
    }

    @Test
    void endlessUserAgentIsCut() {
        assertThat(devices.describe("x".repeat(10_000), null).userAgent()).hasSize(512);
    }

    @ParameterizedTest
    @DisplayName("what the parser takes from the header is not told in mails, what it knows is")
    @CsvSource(
            delimiter = '|',
            value = {
                "Call 0900 555 to unlock your account/1 CFNetwork | Call 0900 555 to unlock your account | ''",
                "https:evil.example/login-iPhone/1 CFNetwork/1410 Darwin/22.6.0 | https:evil.example | iOS",
                "Your account is locked write to evilbot/1.0 (X11; Linux x86_64) | evilbot | Linux",
                "x/<b>Pay</b> now/7 CFNetwork | <b>Pay</b> | ''",
                "Chrome on Windows/7 CFNetwork | Chrome on Windows | Windows",
                "Pay me on Windows/7 CFNetwork | Pay me on Windows | Windows"
            })
    void wordsOfTheClientAreNotKnown(String userAgent, String words, String known) {
        String name = devices.describe(userAgent, null).name();

        assertThat(name).contains(words);
        assertThat(Devices.knownName(name).orElse("")).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource({
        "Firefox on Mac OS X,Firefox on Mac OS X",
        "Firefox,Firefox",
        "Linux,Linux",
        "curl on Evil,curl",
        "Evil on Linux,Linux",
        "Evil on Chrome on Linux,Linux",
        "Chrome on Linux on Evil,''",
        "Firefox on Firefox,Firefox",
        "Unknown device,''",
        "' on ',''",
        "'',''"
    })
    void ofANameTheKnownPartsAreKnown(String name, String known) {
        assertThat(Devices.knownName(name).orElse("")).isEqualTo(known);
    }

    @Test
    @DisplayName("the lists hold what the parser says and nothing else")
    void knownNamesAreTheParsers() throws IOException {
        String expressions;
        try (InputStream file = ua_parser.Parser.class.getResourceAsStream("/ua_parser/regexes.yaml")) {
            expressions = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(DeviceNames.PROGRAMS)
                .allSatisfy(name -> assertThat(expressions).contains(name));
        assertThat(DeviceNames.SYSTEMS)
                .allSatisfy(name -> assertThat(expressions).contains(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\r",
                "\t",
                "\u001b[31m",
                "\u007f",
                "\u0085",
                "\u009b",
                "\u2028",
                "\u2029",
                "\u202e",
                "\u2066",
                "\ud800"
            })
    @Requirement("L-03")
    @DisplayName("nothing unprintable is kept")
    void unprintableIsReplaced(String poison) {
        Device device = devices.describe("Evil" + poison + "Browser/1.0 (X11; Linux x86_64)", null);

        assertThat(device.userAgent()).startsWith("Evil\uFFFD").doesNotContain(poison);
        assertThat(device.name()).doesNotContain(poison);
    }
}
