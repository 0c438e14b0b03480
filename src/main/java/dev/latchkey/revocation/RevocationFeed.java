package dev.latchkey.revocation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/**
 * One connection that follows the table. Not pooled: {@code LISTEN} belongs to a connection. For use by one thread, but for
 * {@link #abort}.
 */
final class RevocationFeed implements AutoCloseable {

    private static final int LOAD_FETCH_SIZE = 5_000;

    private static final String LOAD =
            "SELECT kind, token_id, revoked_at, expires_at, reason FROM revoked_token WHERE expires_at > ?";

    // One statement and so one snapshot: whatever it does not show yet has an xid that is not below the xmin it
    // returns. Sequence
    // numbers would not do, since a lower one may commit after a higher one was seen.
    private static final String POLL = """
            WITH here AS MATERIALIZED (
                SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin, clock_timestamp() AS at
            )
            SELECT kind, token_id, revoked_at, expires_at, reason, xmin, at
              FROM here LEFT JOIN revoked_token ON xid >= ?::text::xid8
            """;

    /** What a poll brought, besides the entries: the database's clock when it answered. */
    record Answer(List<RevokedToken> tokens, Instant databaseTime) {}

    private final Connection connection;
    private @Nullable String xmin;

    private RevocationFeed(Connection connection) {
        this.connection = connection;
    }

    /**
     * Connects and begins to listen. Parameters in the URL win over those set here.
     *
     * @throws SQLException also when the URL leads to a standby, where nothing can be listened to
     */
    static RevocationFeed open(String url, Properties credentials) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(credentials);
        properties.setProperty("ApplicationName", "latchkey revocations");
        // seconds: a peer that vanished without a word is noticed well within the default max-staleness
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "8");
        properties.setProperty("tcpKeepAlive", "true");
        // a plan made for any xid might read the whole table every second
        properties.setProperty("prepareThreshold", "0");
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("latchkey.revocation.listen-jdbc-url is not a PostgreSQL URL");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN latchkey_revoked");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new RevocationFeed(connection);
    }

    /** Passes on everything that has not expired. Has to come before the first {@link #poll}. */
    void load(Instant now, Consumer<RevokedToken> tokens) throws SQLException {
        // one snapshot for both statements; rows are fetched in pieces only inside a transaction
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")) {
            row.next();
            xmin = row.getString(1);
        }
        try (PreparedStatement statement = connection.prepareStatement(LOAD)) {
            statement.setFetchSize(LOAD_FETCH_SIZE);
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tokens.accept(token(rows));
                }
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }

    /** Everything that has become visible since the previous poll or the load; some of it may have been visible before. */
    Answer poll() throws SQLException {
        List<RevokedToken> tokens = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(POLL)) {
            statement.setString(1, xmin);
            try (ResultSet rows = statement.executeQuery()) {
                Instant databaseTime = Instant.EPOCH;
                while (rows.next()) {
                    xmin = rows.getString("xmin");
                    databaseTime = instant(rows, "at");
                    if (rows.getString("kind") != null) {
                        tokens.add(token(rows));
                    }
                }
                return new Answer(tokens, databaseTime);
            }
        }
    }

    /** Waits until the database announces something, at most for {@code timeout}. */
    void await(Duration timeout) throws SQLException {
        // zero would wait for ever
        int millis = (int) Math.max(1, Math.min(timeout.toMillis(), Integer.MAX_VALUE));
        connection.unwrap(PGConnection.class).getNotifications(millis);
    }

    private static RevokedToken token(ResultSet row) throws SQLException {
        return new RevokedToken(
                TokenKind.of(row.getString("kind")),
                row.getString("token_id"),
                instant(row, "revoked_at"),
                instant(row, "expires_at"),
                row.getString("reason"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** Ends the connection at once, from any thread; whoever is waiting in it gets an {@link SQLException}. */
    void abort() throws SQLException {
        connection.abort(Runnable::run);
    }
}
