package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestClient;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.client.Clients;
import dev.latchkey.support.LogRecords;
import dev.latchkey.support.TestClock;
import io.quarkus.scheduler.SuccessfulExecution;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tests' clock stands still while the database's goes on, so a bound of nearly nothing is soon exceeded. */
@QuarkusTest
@TestProfile(ClockOffsetTest.NarrowBound.class)
class ClockOffsetTest {

    @Inject
    TestClock clock;

    @Inject
    Clients clients;

    @Inject
    SessionRows rows;

    @Inject
    Sweeps sweeps;

    @Test
    @DisplayName("a node whose clock is not to be trusted does not refresh, and says that it will pass")
    void refreshWhenClockIsOutOfBoundThen503() {
        Tokens tokens = TestUsers.user().create().signIn();

        tokens.tryRefresh()
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("unavailable"));
    }

    @Test
    @DisplayName("and sweeps nothing, without a word of an error")
    void sweepWhenClockIsOutOfBoundThenNothing() {
        Tokens idle = TestUsers.user().create().signIn();
        clock.advance(Duration.ofHours(1));
        try (LogRecords log = LogRecords.open()) {
            int before = sweeps.count();
            // one may have begun before the clock moved
            await().until(() -> sweeps.count() >= before + 2);

            assertThat(rows.endReason(idle.session().id())).isEqualTo("null");
            assertThat(log.messages()).noneMatch(line -> line.contains("clock is not right"));
        }
    }

    @Test
    @DisplayName("but forgets no revocation, tells siblings of all, and takes in new ones, whatever its clock says")
    @Requirement({"S-08", "V-02", "V-04"})
    void revokeWhenClockIsAheadThenIsListed() {
        Tokens before = TestUsers.user().create().signIn();
        Tokens after = TestUsers.user().create().signIn();
        Tokens byClient = TestUsers.user().create().signIn();
        TestClient client = TestClient.create();
        before.signOut();

        clock.advance(Duration.ofHours(1));
        after.signOut();
        client.revoke(byClient.access()).then().statusCode(200);

        await().untilAsserted(() -> assertThat(revoked())
                .contains(before.session().id().toString(), after.session().id().toString(), jti(byClient.access())));
    }

    @Test
    @DisplayName("nor a client's token that is over by its clock alone: ending the client revokes it")
    @Requirement("S-08")
    void deleteClientWhenClockIsAheadThenEveryTokenIsListed() {
        TestClient client = TestClient.create("service");
        String before = client.token();

        clock.advance(Duration.ofHours(1));
        String after = client.token();
        clients.delete(client.id(), null, clock.instant());

        await().untilAsserted(() -> assertThat(revoked()).contains(jti(before), jti(after)));
    }

    private static List<String> revoked() {
        return given().get("/revocations")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("revoked.token_id");
    }

    private static String jti(String token) {
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
        return JsonPath.from(new String(claims, StandardCharsets.UTF_8)).getString("jti");
    }

    /** Those that the schedule began and that came to their end. */
    @ApplicationScoped
    static class Sweeps {

        private final AtomicInteger ended = new AtomicInteger();

        void onEnd(@Observes SuccessfulExecution execution) {
            if (execution.getExecution().getTrigger().getMethodDescription().contains("SessionSweeper")) {
                ended.incrementAndGet();
            }
        }

        int count() {
            return ended.get();
        }
    }

    public static class NarrowBound implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "latchkey.clock.max-offset",
                    "PT0.001S",
                    "quarkus.scheduler.start-mode",
                    "normal",
                    "latchkey.session.sweep-every",
                    "0.1s",
                    "latchkey.revocation.public",
                    "true");
        }
    }
}
