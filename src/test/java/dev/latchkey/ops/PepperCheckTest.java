package dev.latchkey.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.PasswordRows;
import dev.latchkey.Requirement;
import dev.latchkey.TestUser;
import dev.latchkey.TestUsers;
import dev.latchkey.support.LogRecords;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The look at start whether a pepper is missing. */
@Requirement("P-07")
@QuarkusTest
class PepperCheckTest {

    private static final UUID OWN = UUID.randomUUID();

    @Inject
    PepperCheck check;

    @Inject
    PasswordRows rows;

    @Inject
    AgroalDataSource database;

    @Test
    void usersWithoutTheirPepperAreCounted() {
        TestUser user = TestUsers.user().create();
        String hash = rows.hash(user.id());
        try (LogRecords log = LogRecords.open()) {
            check.check(new StartupEvent());
            assertThat(log.complaints()).isEmpty();

            rows.put(user.id(), hash.replace("p=1$", "p=1,keyid=Bw$"));
            check.check(new StartupEvent());
            assertThat(log.complaints())
                    .hasSize(1)
                    .allMatch(line -> line.contains("1 users") && line.contains("latchkey.password.pepper"));
        } finally {
            rows.put(user.id(), hash);
        }
    }

    @Test
    void signUpsWithoutTheirPepperAreCounted() throws SQLException {
        try (LogRecords log = LogRecords.open()) {
            execute("INSERT INTO pending_sign_up (id, address, password_hash, mails, created_at, expires_at) VALUES ('"
                    + OWN + "', 'a', '$argon2id$v=19$m=19456,t=2,p=1,keyid=Bw$', 0, '2026-01-01', '2026-01-02')");
            check.check(new StartupEvent());

            assertThat(log.complaints()).singleElement().matches(line -> line.contains("1 sign-ups"));
        } finally {
            execute("DELETE FROM pending_sign_up WHERE id = '" + OWN + "'");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
