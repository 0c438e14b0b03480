package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.mail.TestMails;
import dev.latchkey.session.EndReason;
import dev.latchkey.session.Sessions;
import dev.latchkey.support.TestClock;
import dev.latchkey.user.Accounts;
import dev.latchkey.user.UserChange;
import dev.latchkey.user.Users;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The table of {@code src/docs/sessions.md}: one test for each event that ends sessions. The reason must reach the holder of the
 * refresh token, the history, the audit trail and the metrics.
 */
@QuarkusTest
class SessionEndTest {

    private static final UUID ADMINISTRATOR = UUID.randomUUID();
    private static final String NEXT = "four other words entirely";

    @Inject
    TestClock clock;

    @Inject
    SessionRows rows;

    @Inject
    Users users;

    @Inject
    Accounts accounts;

    @Inject
    Sessions sessions;

    @Inject
    MeterRegistry metrics;

    private final TestUser user = TestUsers.user().withRole("editor").create();
    private final Map<EndReason, Double> before = new EnumMap<>(EndReason.class);

    @BeforeEach
    void rememberCounters() {
        for (EndReason reason : EndReason.values()) {
            before.put(reason, count(reason));
        }
    }

    @Test
    @Requirement("S-07")
    void signOut() {
        Tokens tokens = user.signIn();

        tokens.signOut();

        assertEnded(EndReason.SIGNED_OUT, tokens);
    }

    @Test
    void signOutByTheDeviceList() {
        Tokens tokens = user.signIn();

        delete(tokens, "/" + tokens.session().id());

        assertEnded(EndReason.SIGNED_OUT, tokens);
    }

    @Test
    @Requirement({"S-08", "S-09"})
    void signOutOfAnotherDevice() {
        Tokens other = user.signIn();

        delete(user.signIn(), "/" + other.session().id());

        assertEnded(EndReason.SIGNED_OUT_ELSEWHERE, other);
    }

    @Test
    @Requirement("S-08")
    void signOutOfTheOtherDevices() {
        Tokens one = user.signIn();
        Tokens two = user.signIn();
        Tokens mine = user.signIn();

        delete(mine, "?scope=others");

        assertEnded(EndReason.SIGNED_OUT_ELSEWHERE, one, two);
        assertThat(mine.refreshed().callStatus()).isEqualTo(200);
    }

    @Test
    @Requirement("S-08")
    void signOutOfAllDevices() {
        Tokens other = user.signIn();
        Tokens mine = user.signIn();

        delete(mine, "?scope=all");

        assertThat(rise(EndReason.SIGNED_OUT)).isEqualTo(1);
        assertSays(mine, EndReason.SIGNED_OUT);
        assertEnded(EndReason.SIGNED_OUT_ELSEWHERE, other);
    }

    @Test
    @Requirement("S-04")
    void idleTimeout() {
        Tokens tokens = user.signIn();

        clock.advance(Duration.ofMinutes(30));

        assertEnded(EndReason.IDLE_TIMEOUT, tokens);
    }

    @Test
    @Requirement({"S-05", "R-05"})
    void absoluteTimeout() {
        Tokens tokens = user.signIn();

        for (int i = 0; i < 29; i++) {
            clock.advance(Duration.ofMinutes(25));
            tokens = i == 28 ? tokens : tokens.refreshed();
        }

        assertEnded(EndReason.EXPIRED, tokens);
    }

    @Test
    @Requirement({"R-02", "R-03"})
    void theftOfARefreshToken() {
        Tokens stolen = user.signIn();
        Tokens current = stolen.refreshed().refreshed();

        stolen.tryRefresh().then().statusCode(401).body("reason", equalTo("reuse_detected"));

        assertThat(rows.auditTypes(current.session().id())).contains("authn_token_reuse");
        assertEnded(EndReason.REUSE_DETECTED, current);
    }

    @Test
    void lostReply() {
        Tokens old = user.signIn();
        Tokens current = old.refreshed();
        clock.advance(Duration.ofMinutes(1));

        old.tryRefresh().then().statusCode(401).body("reason", equalTo("reuse_detected"));

        assertThat(rows.auditTypes(current.session().id())).contains("session_reply_lost");
        assertEnded(EndReason.REUSE_DETECTED, current);
    }

    @Test
    @Requirement("S-12")
    void capacity() {
        Tokens oldest = user.signIn();
        clock.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 19; i++) {
            user.signIn();
        }
        assertThat(oldest.callStatus()).isEqualTo(200);

        Tokens newest = user.signIn();

        assertThat(oldest.callStatus()).isEqualTo(401);
        assertThat(rise(EndReason.CAPACITY)).isEqualTo(1);
        assertSays(oldest, EndReason.CAPACITY);
        history(newest).body("history.end_reason", contains("capacity"));
    }

    @Test
    @Requirement({"S-10", "R-07"})
    void disabling() {
        Tokens tokens = user.signIn();

        users.change(user.id(), UserChange.disabled(true), ADMINISTRATOR, clock.instant());

        assertSays(tokens, EndReason.DISABLED);
        users.change(user.id(), UserChange.disabled(false), ADMINISTRATOR, clock.instant());
        assertEnded(EndReason.DISABLED, tokens);
    }

    @Test
    @Requirement("S-14")
    void removalOfARole() {
        Tokens tokens = user.signIn();

        given().auth()
                .oauth2(TestUsers.user().withRole("admin").create().signIn().access())
                .contentType(ContentType.JSON)
                .body("{\"roles\":[]}")
                .patch("/admin/users/" + user.id())
                .then()
                .statusCode(200);

        assertEnded(EndReason.ROLE_REMOVED, tokens);
    }

    @Test
    @Requirement("S-08")
    void administrator() {
        Tokens tokens = user.signIn();
        Tokens admin = TestUsers.user().withRole("admin").create().signIn();

        given().auth()
                .oauth2(admin.access())
                .delete("/admin/users/" + user.id() + "/sessions")
                .then()
                .statusCode(204);

        assertEnded(EndReason.ADMINISTRATOR, tokens);
    }

    @Test
    @Requirement({"S-10", "R-07"})
    void deletionOfTheUser() {
        Tokens tokens = user.signIn();

        users.delete(user.id(), ADMINISTRATOR, clock.instant());

        assertThat(tokens.callStatus()).isEqualTo(401);
        assertSays(tokens, EndReason.ERASED);
        assertThat(rise(EndReason.ERASED)).isEqualTo(1);
    }

    @Test
    @Requirement({"S-07", "S-08"})
    void changeOfThePassword() {
        Tokens one = user.signIn();
        Tokens two = user.signIn();
        Tokens mine = user.signIn();

        Tokens next = given().auth()
                .oauth2(mine.access())
                .contentType(ContentType.JSON)
                .body(Map.of("current_password", TestUsers.PASSWORD, "new_password", NEXT))
                .put("/auth/password")
                .then()
                .statusCode(200)
                .extract()
                .as(Tokens.class);

        assertSays(mine, EndReason.REPLACED);
        assertEndedBut(next, EndReason.PASSWORD_CHANGED, one, two);
        assertThat(next.refreshed().callStatus()).isEqualTo(200);
    }

    @Test
    @Requirement({"S-07", "S-08", "P-13"})
    void resetOfThePassword() {
        Tokens one = user.signIn();
        Tokens two = user.signIn();
        given().contentType(ContentType.JSON)
                .body(Map.of("email", user.username()))
                .post("/auth/password/forgot")
                .then()
                .statusCode(202);

        given().contentType(ContentType.JSON)
                .body(Map.of(
                        "token", TestMails.sentTo(user.username()).get(0).token(), "new_password", TestUsers.PASSWORD))
                .post("/auth/password/reset")
                .then()
                .statusCode(204);

        assertEnded(EndReason.PASSWORD_RESET, one, two);
    }

    @Test
    void changeOfAFactor() {
        Tokens tokens = user.signIn();

        sessions.endAllOf(user.id(), Optional.empty(), EndReason.FACTOR_CHANGED, user.id(), clock.instant());

        assertEnded(EndReason.FACTOR_CHANGED, tokens);
    }

    @Test
    @Requirement("P-05")
    void passwordThatSomebodyElseMayKnow() {
        Tokens tokens = user.signIn();
        Tokens other = TestUsers.user().create().signIn();

        accounts.requirePasswordChange(user.id(), ADMINISTRATOR, clock.instant());

        assertThat(rise(EndReason.ADMINISTRATOR)).isEqualTo(1);
        assertSays(tokens, EndReason.ADMINISTRATOR);
        assertThat(other.callStatus()).isEqualTo(200);
    }

    @Test
    @DisplayName("a session that goes on under another id is no line of the history")
    void replacement() {
        Tokens tokens = user.signIn();

        sessions.end(tokens.session().id(), EndReason.REPLACED, clock.instant());

        assertSays(tokens, EndReason.REPLACED);
        history().body("history", empty());
    }

    @Test
    @DisplayName("the history has 20 lines at most, the newest end first, with all that the device list says")
    void historyIsOrderedAndBounded() {
        List<String> ended = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            Tokens tokens = user.signIn();
            clock.advance(Duration.ofSeconds(1));
            tokens.signOut();
            ended.add(0, tokens.session().id().toString());
        }

        history()
                .body("history", hasSize(20))
                .body("history.id", equalTo(ended.subList(0, 20)))
                .body("history[0].ended_at", equalTo(clock.instant().toString()))
                .body(
                        "history[0].created_at",
                        equalTo(clock.instant().minusSeconds(1).toString()))
                .body(
                        "history[0].last_seen_at",
                        equalTo(clock.instant().minusSeconds(1).toString()))
                .body("history[0].device_type", equalTo("other"))
                .body("history[0].ip", equalTo("127.0.0.1"))
                .body("sessions", hasSize(1));
    }

    @Test
    @Requirement("S-09")
    void historyIsOnesOwn() {
        TestUsers.user().create().signIn().signOut();

        history().body("history", empty());
    }

    /** Refused, with its reason for whoever holds the refresh token, in the history, the trail and the metrics, once for each. */
    private void assertEnded(EndReason reason, Tokens... ended) {
        assertEndedBut(null, reason, ended);
    }

    private void assertEndedBut(@Nullable Tokens live, EndReason reason, Tokens... ended) {
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

    private void assertSays(Tokens tokens, EndReason reason) {
        tokens.tryRefresh()
                .then()
                .statusCode(401)
                .body("code", equalTo("session-ended"))
                .body("reason", equalTo(reason.code()));
        assertThat(rows.auditReasons(tokens.session().id())).containsExactly(reason.code());
    }

    private ValidatableResponse history() {
        return history(user.signIn());
    }

    private static ValidatableResponse history(Tokens tokens) {
        return given().auth()
                .oauth2(tokens.access())
                .get("/auth/sessions")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"));
    }

    private static void delete(Tokens tokens, String which) {
        given().auth()
                .oauth2(tokens.access())
                .contentType(ContentType.JSON)
                .delete("/auth/sessions" + which)
                .then()
                .statusCode(204);
    }

    private double rise(EndReason reason) {
        return count(reason) - before.getOrDefault(reason, 0.0);
    }

    private double count(EndReason reason) {
        return metrics.get("latchkey.sessions.ended")
                .tag("reason", reason.code())
                .counter()
                .count();
    }
}
