package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.session.EndReason;
import dev.latchkey.support.TestClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the tests of ends of sessions share: the reason must reach the holder of the refresh token, the history, the audit trail and the
 * metrics.
 */
abstract class SessionEnds {

    static final UUID ADMINISTRATOR = UUID.randomUUID();

    @Inject
    TestClock clock;

    @Inject
    SessionRows rows;

    @Inject
    MeterRegistry metrics;

    final TestUser user = TestUsers.user().withRole("editor").create();
    private final Map<EndReason, Double> before = new EnumMap<>(EndReason.class);

    @BeforeEach
    void rememberCounters() {
        for (EndReason reason : EndReason.values()) {
            before.put(reason, count(reason));
        }
    }

    /** Refused, with its reason for whoever holds the refresh token, in the history, the trail and the metrics, once for each. */
    void assertEnded(EndReason reason, Tokens... ended) {
        assertEndedBut(null, reason, ended);
    }

    void assertEndedBut(@Nullable Tokens live, EndReason reason, Tokens... ended) {
        for (Tokens tokens : ended) {
            assertThat(tokens.callStatus()).isEqualTo(401);
            assertSays(tokens, reason);
        }
        assertThat(rise(reason)).isEqualTo(ended.length);
        List<Map<String, String>> history =
                (live == null ? history() : history(live)).extract().path("history");
        assertThat(history)
                .filteredOn(line -> reason.code().equals(line.get("end_reason")))
                .extracting(line -> line.get("id"))
                .containsExactlyInAnyOrderElementsOf(Stream.of(ended)
                        .map(tokens -> tokens.session().id().toString())
                        .toList());
    }

    void assertSays(Tokens tokens, EndReason reason) {
        tokens.tryRefresh()
                .then()
                .statusCode(401)
                .body("code", equalTo("session-ended"))
                .body("reason", equalTo(reason.code()));
        assertThat(rows.auditReasons(tokens.session().id())).containsExactly(reason.code());
    }

    ValidatableResponse history() {
        return history(user.signIn());
    }

    static ValidatableResponse history(Tokens tokens) {
        return given().auth()
                .oauth2(tokens.access())
                .get("/auth/sessions")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"));
    }

    double rise(EndReason reason) {
        return count(reason) - before.getOrDefault(reason, 0.0);
    }

    /** There are none before the first session of this process has ended. */
    private double count(EndReason reason) {
        Counter counter = metrics.find("latchkey.sessions.ended")
                .tag("reason", reason.code())
                .counter();
        return counter == null ? 0 : counter.count();
    }
}
