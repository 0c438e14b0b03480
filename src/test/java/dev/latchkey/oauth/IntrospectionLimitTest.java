package dev.latchkey.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestClient;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.support.TestClock;
import dev.latchkey.throttle.DefaultBudgets;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A client that tries texts until one is a token (RFC 7662 §4). */
@QuarkusTest
@TestProfile(DefaultBudgets.class)
@Requirement("V-11")
class IntrospectionLimitTest {

    private static final int BURST = 3;

    @Inject
    TestClock clock;

    @Inject
    SessionRows rows;

    private TestClient scanner;

    @BeforeEach
    void begin() {
        rows.forgetBuckets();
        scanner = TestClient.create("service");
    }

    @Test
    @DisplayName("guesses are answered three times, then refused, in OAuth's own shape and kept by nobody")
    void guessesAreLimited() {
        String access = TestUsers.user().create().signIn().access();
        List<String> guesses = List.of("x", "lkr_x", access + "x", access.substring(0, access.length() - 2), "a.b.c");

        List<Integer> statuses = guesses.stream()
                .map(guess -> scanner.introspect(guess).statusCode())
                .toList();

        assertThat(statuses.subList(0, BURST)).containsOnly(200);
        assertThat(statuses.subList(BURST, guesses.size())).containsOnly(429);
        Response refused = scanner.introspect("x");
        refused.then().header("Cache-Control", equalTo("no-store"));
        assertThat(refused.jsonPath().getMap("$")).isEqualTo(Map.of("error", "temporarily_unavailable"));
        assertThat(refused.header("Retry-After")).matches("[1-9]\\d*");
    }

    @Test
    @DisplayName("one client's guesses are not another's")
    void othersGoOn() {
        spendAll();

        assertThat(TestClient.create("service").introspect("x").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("what strangers show a resource server keeps nobody out: good, ended and expired tokens are answered")
    void tokensAreAlwaysAnswered() {
        Tokens good = TestUsers.user().create().signIn();
        Tokens ended = TestUsers.user().create().signIn();
        ended.signOut();
        spendAll();

        for (int i = 0; i < 2 * BURST; i++) {
            assertThat(scanner.findsActive(good.access())).isTrue();
            assertThat(scanner.findsActive(ended.access())).isFalse();
        }
        clock.advance(Duration.ofHours(1));
        Stream.generate(good::access)
                .limit(2 * BURST)
                .forEach(expired -> assertThat(scanner.findsActive(expired)).isFalse());
    }

    private void spendAll() {
        for (int i = 0; i < BURST; i++) {
            scanner.introspect("x").then().statusCode(200).header("Cache-Control", equalTo("no-store"));
        }
        scanner.introspect("x").then().statusCode(429);
    }
}
