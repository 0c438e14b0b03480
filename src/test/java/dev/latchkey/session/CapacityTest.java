package dev.latchkey.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.Tokens;
import dev.latchkey.support.TestClock;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A session makes room for another while it is being refreshed. */
@QuarkusTest
class CapacityTest {

    private static final int LIMIT = 20;

    @Inject
    AgroalDataSource database;

    @Inject
    TestClock clock;

    private final TestUser user = TestUsers.user().create();

    @Test
    @Requirement({"S-12", "S-15"})
    @DisplayName("the revocation outlives the access token of a refresh that was under way")
    void evictionDuringRefresh() throws Exception {
        Tokens oldest = user.signIn();
        clock.advance(Duration.ofSeconds(1));
        for (int i = 1; i < LIMIT; i++) {
            user.signIn();
        }
        Instant accessExpiresAt = clock.instant().plus(Duration.ofMinutes(20));
        String id = "'" + oldest.session().id() + "'";
        CompletableFuture<Tokens> another;
        try (Connection refresh = database.getConnection();
                Statement statement = refresh.createStatement()) {
            refresh.setAutoCommit(false);
            statement.executeUpdate("UPDATE session SET generation = generation + 1, access_expires_at = '"
                    + accessExpiresAt + "' WHERE id = " + id);

            another = CompletableFuture.supplyAsync(user::signIn);

            await().until(this::somebodyWaitsForARow);
            refresh.commit();
            refresh.setAutoCommit(true);
        }

        assertThat(another.get().callStatus()).isEqualTo(200);
        assertThat(oldest.callStatus()).isEqualTo(401);
        assertThat(query("SELECT expires_at FROM revoked_token WHERE token_id = " + id))
                .isEqualTo(accessExpiresAt.plus(Duration.ofMinutes(2)));
    }

    private boolean somebodyWaitsForARow() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND query LIKE 'UPDATE session SET ended_at%'")) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    private Instant query(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }
}
