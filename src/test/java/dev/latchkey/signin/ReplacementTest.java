package dev.latchkey.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Browser;
import dev.latchkey.Requirement;
import dev.latchkey.SessionRows;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.support.TestClock;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser signs in anew: what it was signed in to before ends with it. */
@Requirement("S-03")
@QuarkusTest
class ReplacementTest {

    /** The common pool has a single thread on a small machine. */
    private static final Executor AT_ONCE = task -> new Thread(task).start();

    private static final int LIMIT = 20;

    @Inject
    AgroalDataSource database;

    @Inject
    SessionRows rows;

    @Inject
    TestClock clock;

    private final TestUser user = TestUsers.user().create();
    private final TestUser other = TestUsers.user().create();

    @ParameterizedTest
    @ValueSource(strings = {"cookie", "session"})
    @Requirement("S-12")
    @DisplayName("a browser's own old session does not count against the limit: no other device makes room")
    void nobodyMakesRoomForAReplacement(String transport) {
        Tokens leastRecentlyUsed = user.signIn();
        clock.advance(Duration.ofSeconds(1));
        Browser browser = Browser.signedIn(user, transport);
        UUID old = browser.sessionId();
        for (int i = 2; i < LIMIT; i++) {
            user.signIn();
        }

        browser.signIn(user, transport, false).then().statusCode(200);

        assertThat(leastRecentlyUsed.callStatus()).isEqualTo(200);
        assertThat(rows.endReason(old)).isEqualTo("replaced");
        assertThat(rows.liveSessions(user.id())).isEqualTo(LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cookie", "session"})
    @DisplayName("the old session ends in the transaction that starts the new one")
    void oneTransactionDoesBoth(String transport) {
        Browser browser = Browser.signedIn(user, transport);
        UUID old = browser.sessionId();

        browser.signIn(user, transport, false).then().statusCode(200);

        assertThat(rows.transaction(old)).isEqualTo(rows.transaction(browser.sessionId()));
    }

    @Test
    @Requirement("L-01")
    @DisplayName("whoever signs in is said to have ended it, also if it was somebody else's")
    void actorIsWhoSignsIn() {
        Browser browser = Browser.signedIn(user, "cookie");
        UUID old = browser.sessionId();

        browser.signIn(other, "cookie", false).then().statusCode(200);

        assertThat(rows.endReason(old)).isEqualTo("replaced");
        assertThat(rows.enders(old)).containsExactly(other.id());
        assertThat(rows.auditOf(user.id())).contains(old.toString());
    }

    @Test
    @DisplayName("two people who sign in at once, each in the other's browser, do not wait for each other")
    void swappedBrowsersDoNotDeadlock() throws Exception {
        Browser one = Browser.signedIn(user, "cookie");
        Browser two = Browser.signedIn(other, "cookie");
        UUID lower = user.id().compareTo(other.id()) < 0 ? user.id() : other.id();
        CompletableFuture<Response> first;
        CompletableFuture<Response> second;
        try (Connection holder = database.getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT id FROM app_user WHERE id = '" + lower + "' FOR UPDATE");

            first = CompletableFuture.supplyAsync(() -> one.signIn(other, "cookie", false), AT_ONCE);
            second = CompletableFuture.supplyAsync(() -> two.signIn(user, "cookie", false), AT_ONCE);

            await().until(() -> waitingForAUser() == 2);
            holder.rollback();
            holder.setAutoCommit(true);
        }

        assertThat(first.get().statusCode()).isEqualTo(200);
        assertThat(second.get().statusCode()).isEqualTo(200);
        assertThat(rows.liveSessions(user.id())).isEqualTo(1);
        assertThat(rows.liveSessions(other.id())).isEqualTo(1);
    }

    private int waitingForAUser() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND query LIKE '%app_user%'")) {
            row.next();
            return row.getInt(1);
        }
    }
}
