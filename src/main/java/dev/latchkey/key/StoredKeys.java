package dev.latchkey.key;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The look at the table that every node takes each second: a handful of rows, no transaction, no secret. Plain JDBC, since Hibernate logs
 * every failure by itself, and while the database is away each look fails.
 */
@ApplicationScoped
class StoredKeys {

    private static final String SELECT = "SELECT kid, state, signs_from, verifies_until FROM signing_key"
            + " WHERE state <> 'removed' ORDER BY created_at, kid";

    private final DataSource dataSource;

    StoredKeys(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @throws KeysNotRead if the database does not answer */
    boolean differFrom(List<StoredKey> known) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(SELECT);
                ResultSet rows = statement.executeQuery()) {
            List<StoredKey> found = new ArrayList<>();
            while (rows.next()) {
                found.add(new StoredKey(
                        rows.getString(1), KeyState.of(rows.getString(2)), required(rows, 3), instant(rows, 4)));
            }
            return !found.equals(known);
        } catch (SQLException e) {
            // its SQLSTATE decides whether the reply is 503
            throw new KeysNotRead(e);
        }
    }

    private static @Nullable Instant instant(ResultSet rows, int column) throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static Instant required(ResultSet rows, int column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** The database did not answer. */
    static final class KeysNotRead extends RuntimeException {

        private static final long serialVersionUID = 1;

        KeysNotRead(SQLException cause) {
            super("The signing keys cannot be read, " + cause.getMessage(), cause);
        }
    }
}
