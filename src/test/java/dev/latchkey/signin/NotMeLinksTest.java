package dev.latchkey.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.support.TestClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Standards G-07, P-11. */
@QuarkusTest
class NotMeLinksTest {

    @Inject
    NotMeLinks links;

    @Inject
    TestClock clock;

    private final TestUser user = TestUsers.user().create();

    @Test
    @DisplayName("G-07: what has expired is swept, what has not stays")
    @Requirement("G-07")
    void deleteExpiredDeletesNothingElse() {
        String brief = create(Duration.ofMinutes(1));
        String longer = create(Duration.ofMinutes(2));
        clock.advance(Duration.ofMinutes(1).minusNanos(1_000));
        sweep();
        assertThat(links.isUsable(brief)).isTrue();
        clock.advance(Duration.ofNanos(1_000));

        assertThat(sweep()).isPositive();

        assertThat(sweep()).isZero();
        assertThat(links.isUsable(longer)).isTrue();
    }

    @Test
    @DisplayName("P-11: 256 bits that no other link has")
    void tokensAreLongAndDiffer() {
        String token = create(Duration.ofDays(1));

        assertThat(token).matches("lkn_[A-Za-z0-9_-]{43}").isNotEqualTo(create(Duration.ofDays(1)));
    }

    private String create(Duration ttl) {
        String link = QuarkusTransaction.requiringNew().call(() -> links.create(user.id(), clock.instant(), ttl));
        return link.substring(link.indexOf('=') + 1);
    }

    private int sweep() {
        return links.deleteExpired(clock.instant());
    }
}
