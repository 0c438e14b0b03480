package dev.latchkey.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.support.Ids;
import dev.latchkey.support.TestClock;
import dev.latchkey.support.TestPurposeKeys;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Requirement("T-03")
class KnownDevicesTest {

    @Inject
    ThrottleConfig config;

    @Inject
    Ids ids;

    /** Its own: months go by. */
    private final TestClock clock = new TestClock();

    private final UUID user = UUID.randomUUID();
    private KnownDevices devices;

    @BeforeEach
    void begin() {
        devices = under("1:A");
    }

    @Test
    void deviceIsKnownToItsAccountAlone() {
        String token = devices.remember(null, user, 3);

        assertThat(token).startsWith("lkd_").hasSize(51).doesNotContain(user.toString());
        assertThat(devices.recognise(token, user, 3)).isPresent();
        assertThat(devices.recognise(token, UUID.randomUUID(), 3)).isEmpty();
    }

    @Test
    @DisplayName("replacing the password makes every device a stranger, the thief's too, until it signs in")
    void replacedPasswordEndsIt() {
        String token = devices.remember(null, user, 3);

        assertThat(devices.recognise(token, user, 4)).isEmpty();
        assertThat(devices.recognise(devices.remember(token, user, 4), user, 4))
                .isEqualTo(devices.recognise(token, user, 3));
    }

    @Test
    @DisplayName("one device, several accounts, and no more than five: the oldest gives way")
    void severalAccounts() {
        List<UUID> users = new ArrayList<>();
        String token = null;
        for (int i = 0; i < KnownDevices.MOST_ACCOUNTS + 1; i++) {
            users.add(UUID.randomUUID());
            token = devices.remember(token, users.get(i), 0);
            // signing in again takes no second place
            token = devices.remember(token, users.get(i), 0);
        }
        String last = token;

        assertThat(users.subList(1, users.size()))
                .allMatch(known -> devices.recognise(last, known, 0).isPresent());
        assertThat(devices.recognise(last, users.get(0), 0)).isEmpty();
        assertThat(last).hasSizeLessThan(200);
    }

    @Test
    @DisplayName("known for 180 days after a sign-in, and not on the 181st")
    void endsWithItsTime() {
        String token = devices.remember(null, user, 0);
        clock.advance(Duration.ofDays(179));
        assertThat(devices.recognise(token, user, 0)).isPresent();

        String again = devices.remember(token, user, 0);
        clock.advance(Duration.ofDays(1));

        assertThat(devices.recognise(token, user, 0)).isEmpty();
        assertThat(devices.recognise(again, user, 0)).isPresent();
    }

    @Test
    @DisplayName("rotating the master key forgets no device until the old one is removed")
    void masterKeyRotates() {
        String token = under("1:A").remember(null, user, 0);

        assertThat(under("2:B,1:A").recognise(token, user, 0)).isPresent();
        assertThat(under("2:B").recognise(token, user, 0)).isEmpty();
        assertThat(under("1:B").recognise(token, user, 0)).isEmpty();
    }

    @Test
    @DisplayName("not one byte can be changed")
    void forgedIsUnknown() {
        byte[] bytes =
                Base64.getUrlDecoder().decode(devices.remember(null, user, 0).substring(4));
        for (int i = 0; i < bytes.length; i++) {
            byte[] forged = bytes.clone();
            forged[i] ^= 1;
            String token = "lkd_" + Base64.getUrlEncoder().withoutPadding().encodeToString(forged);
            assertThat(devices.recognise(token, user, 0)).as("byte " + i).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "lkd_", "lkd_A", "lkd_***", "lkr_AAAA", "lkd_AAAAAAAAAAAAAAAAAAAAAA", "lkd_ÄÄÄÄ", "\u0000"})
    void garbageIsUnknown(String token) {
        assertThat(devices.recognise(token, user, 0)).isEmpty();
        assertThat(devices.recognise(devices.remember(token, user, 0), user, 0)).isPresent();
    }

    private KnownDevices under(String masterKeys) {
        return new KnownDevices(TestPurposeKeys.of(masterKeys), ids, config, clock);
    }
}
