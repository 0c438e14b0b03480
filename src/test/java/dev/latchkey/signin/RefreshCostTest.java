package dev.latchkey.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.SessionRows;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a refresh costs the database, by its own account (pg_stat_statements, pg_stat_user_tables). */
@QuarkusTest
class RefreshCostTest {

    private static final int REFRESHES = 50;

    @Inject
    DatabaseAccounts accounts;

    @Inject
    SessionRows rows;

    @Test
    void refreshIsOneUpdateThatReadsTheUserToo() {
        Tokens tokens = TestUsers.user().create().signIn();
        accounts.reset();

        for (int i = 0; i < REFRESHES; i++) {
            tokens = tokens.refreshed();
        }

        assertThat(accounts.callsOf("update session%")).isEqualTo(REFRESHES);
        assertThat(accounts.callsOf("%")).as("and nothing else").isEqualTo(REFRESHES);
    }

    @Test
    void refreshIsAHeapOnlyUpdate() {
        Tokens tokens = TestUsers.user().create().signIn();
        long updates = accounts.updatesOf("n_tup_upd");
        long heapOnly = accounts.updatesOf("n_tup_hot_upd");

        for (int i = 0; i < 300; i++) {
            tokens = tokens.refreshed();
        }

        // a connection that goes idle reports its counts within ten seconds
        await().atMost(Duration.ofSeconds(20)).until(() -> accounts.updatesOf("n_tup_upd") - updates >= 300);
        long newUpdates = accounts.updatesOf("n_tup_upd") - updates;
        long newHeapOnly = accounts.updatesOf("n_tup_hot_upd") - heapOnly;
        assertThat(newHeapOnly).isGreaterThan(newUpdates * 9 / 10);
    }
}
