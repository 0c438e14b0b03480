package dev.latchkey.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.mail.TestMails;
import dev.latchkey.support.LogRecords;
import dev.latchkey.support.TestClock;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What waits to be answered by mail. */
@QuarkusTest
class AddressQueueTest {

    @Inject
    TestClock clock;

    @Inject
    AgroalDataSource database;

    @Inject
    AddressAnswers answers;

    @Inject
    AddressRequests requests;

    @Inject
    PendingSignUps pendingSignUps;

    @Test
    @DisplayName("what cannot be answered waits alone, and is tried again after a minute")
    void failureKeepsNobodyWaiting() throws SQLException {
        TestUser unlucky = TestUsers.user().create();
        TestUser other = TestUsers.user().create();
        execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'on purpose'; END $$");
        try (LogRecords log = LogRecords.open()) {
            execute("CREATE TRIGGER refusal BEFORE DELETE ON address_request FOR EACH ROW WHEN (OLD.address = '"
                    + unlucky.username() + "') EXECUTE FUNCTION refuse()");
            forgot(unlucky);
            forgot(other);

            assertThat(TestMails.sentTo(other.username())).hasSize(1);
            assertThat(TestMails.sentTo(unlucky.username())).isEmpty();
            assertThat(log.complaints()).isNotEmpty().noneMatch(line -> line.contains(unlucky.username()));
        } finally {
            execute("DROP FUNCTION refuse() CASCADE");
        }
        clock.advance(Duration.ofMinutes(1).minusNanos(1_000));
        assertThat(TestMails.sentTo(unlucky.username())).isEmpty();
        clock.advance(Duration.ofNanos(1_000));
        assertThat(TestMails.sentTo(unlucky.username())).hasSize(1);
    }

    @Test
    @DisplayName(
            "of a flood, a round answers so many and no more, so that it ends and mails are sent; the next goes on")
    void roundEndsInAFlood() throws SQLException {
        TestUser user = TestUsers.user().create();
        assertThat(TestMails.sentTo(user.username())).isEmpty();
        for (int i = 0; i < AddressRounds.MOST_AT_ONCE; i++) {
            requests.add(AddressRequest.Kind.PASSWORD_RESET, TestUsers.unique(), null, null, clock.instant());
        }
        // the ids of what comes later are higher
        clock.advance(Duration.ofSeconds(1));
        forgot(user);

        assertThat(TestMails.sentTo(user.username())).isEmpty();
        assertThat(TestMails.sentTo(user.username())).hasSize(1);
    }

    @Test
    @DisplayName("that the database is away is said once per outage, whether it goes before or while one is answered")
    void outageIsSaidOnce() throws SQLException {
        TestUser user = TestUsers.user().create();
        for (String moment : List.of("UPDATE", "DELETE")) {
            execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$"
                    + " BEGIN RAISE 'on purpose' USING ERRCODE = 'disk_full'; END $$");
            try (LogRecords log = LogRecords.open()) {
                execute("CREATE TRIGGER refusal BEFORE " + moment
                        + " ON address_request FOR EACH ROW EXECUTE FUNCTION refuse()");
                forgot(user);
                forgot(user);

                assertThat(TestMails.sentTo(user.username())).isEmpty();
                clock.advance(Duration.ofMinutes(1));
                assertThat(TestMails.sentTo(user.username())).isEmpty();
                assertThat(log.complaints())
                        .filteredOn(line -> line.contains("asked for by address") || line.contains("AddressRequest"))
                        .as(moment)
                        .hasSize(1)
                        .noneMatch(line -> line.contains("\tat "));
            } finally {
                execute("DROP FUNCTION refuse() CASCADE");
            }
        }
        clock.advance(Duration.ofMinutes(1));
        assertThat(TestMails.sentTo(user.username())).isNotEmpty();
    }

    @Test
    @DisplayName("answering a sign-up and using its link at the same moment do not lock each other out")
    void answerWaitsForTheLink() throws Exception {
        String address = TestUsers.unique();
        assertThat(TestMails.sentTo(address)).isEmpty();
        Instant now = clock.instant();
        pendingSignUps.add(address, null, "hash", null, now);
        AddressRequest request = answers.takeDue(now).orElseThrow();
        ExecutorService node = Executors.newSingleThreadExecutor();
        try (Connection owner = database.getConnection();
                Statement link = owner.createStatement()) {
            owner.setAutoCommit(false);
            link.execute("SELECT 1 FROM pending_sign_up WHERE address = '" + address + "' FOR UPDATE");
            Future<?> answer = node.submit(() -> answers.answer(request, now));
            await().until(() -> isWaitingForALock());

            link.execute("DELETE FROM pending_sign_up WHERE address = '" + address + "'");
            owner.commit();
            owner.setAutoCommit(true);

            answer.get(30, TimeUnit.SECONDS);
        } finally {
            node.shutdownNow();
        }
        assertThat(TestMails.sentTo(address)).isEmpty();
    }

    @Test
    @DisplayName("of one request that two nodes hold, one is answered")
    void answeredOnce() {
        TestUser user = TestUsers.user().create();
        assertThat(TestMails.sentTo(user.username())).isEmpty();
        forgot(user);
        AddressRequest request = answers.takeDue(clock.instant()).orElseThrow();

        List.of(1, 2).forEach(node -> answers.answer(request, clock.instant()));

        assertThat(TestMails.sentTo(user.username())).hasSize(1);
    }

    private boolean isWaitingForALock() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND query LIKE '%pending_sign_up%'")) {
            return result.next();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void forgot(TestUser user) {
        given().contentType(ContentType.JSON)
                .body(Map.of("email", user.username()))
                .post("/auth/password/forgot")
                .then()
                .statusCode(202);
    }
}
