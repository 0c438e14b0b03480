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
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/**
 * One connection that follows the table. Not pooled: {@code LISTEN} belongs to a connection. For use by one thread, but for
 * {@link #abort}.
 */
final class RevocationFeed implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RevocationFeed.class);
    private static final int LOAD_FETCH_SIZE = 5_000;

    private static final String LOAD =
            "SELECT kind, token_id, revoked_at, expires_at, reason, xid::text AS xid FROM revoked_token WHERE expires_at > ?";

    // One statement and so one snapshot: whatever it does not show yet has an xid that is not below the xmin it
    // returns. Sequence
    // numbers would not do, since a lower one may commit after a higher one was seen.
    private static final String POLL = """
            WITH here AS MATERIALIZED (
                SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin, clock_timestamp() AS at
            )
            SELECT kind, token_id, revoked_at, expires_at, reason, xid::text AS xid, here.xmin, at
              FROM here LEFT JOIN revoked_token ON xid >= ?::text::xid8
            """;

    // The database's identity, and the timeline of what it writes now: that in the control file is older for a while
    // after a failover.
    private static final String TIMELINE = """
            SELECT system_identifier || '-' || ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int
              FROM pg_control_system()
            """;

    // Where one may not ask for those, each start of the database counts as a timeline of its own.
    private static final String TIMELINE_BY_START =
            "SELECT 's' || (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint";

    /**
     * What a poll brought.
     *
     * @param databaseTime the database's clock when it answered
     * @param xmin no transaction below it will bring anything anymore
     */
    record Answer(List<RevokedRow> rows, Instant databaseTime, long xmin) {}

    private final Connection connection;
    private final String timeline;
    private @Nullable String xmin;

    private RevocationFeed(Connection connection, String timeline) {
        this.connection = connection;
        this.timeline = timeline;
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
            return new RevocationFeed(connection, timeline(statement));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static String timeline(Statement statement) throws SQLException {
        try {
            return text(statement, TIMELINE);
        } catch (SQLException e) {
            LOG.debugf("The timeline of the database cannot be asked for: %s", e);
            return text(statement, TIMELINE_BY_START);
        }
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** The history that the database's transaction numbers belong to: another one after a failover. */
    String timeline() {
        return timeline;
    }

    /** What the database's clock says. */
    Instant databaseTime() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT clock_timestamp() AS at")) {
            row.next();
            return instant(row, "at");
        }
    }

    /**
     * Passes on everything that expires after the horizon. Has to come before the first {@link #poll}.
     *
     * @param horizon not later than the database's clock allows: no poll brings what is passed over here
     * @return the number below which no transaction will bring anything anymore
     */
    long load(Instant horizon, Consumer<RevokedRow> rows) throws SQLException {
        // one snapshot for both statements; rows are fetched in pieces only inside a transaction
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        String before;
        try (Statement statement = connection.createStatement()) {
            before = text(statement, "SELECT pg_snapshot_xmin(pg_current_snapshot())::text");
        }
        try (PreparedStatement statement = connection.prepareStatement(LOAD)) {
            statement.setFetchSize(LOAD_FETCH_SIZE);
            statement.setObject(1, horizon.atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.accept(row(row));
                }
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        xmin = before;
        return Long.parseLong(before);
    }

    /** Everything that has become visible since the previous poll or the load; some of it may have been visible before. */
    Answer poll() throws SQLException {
        List<RevokedRow> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(POLL)) {
            statement.setString(1, xmin);
            try (ResultSet row = statement.executeQuery()) {
                Instant databaseTime = Instant.EPOCH;
                String next = "";
                while (row.next()) {
                    next = row.getString("xmin");
                    databaseTime = instant(row, "at");
                    if (row.getString("kind") != null) {
                        rows.add(row(row));
                    }
                }
                xmin = next;
                return new Answer(rows, databaseTime, Long.parseLong(next));
            }
        }
    }

    /** Waits until the database announces something, at most for {@code timeout}. */
    void await(Duration timeout) throws SQLException {
        // zero would wait for ever
        int millis = (int) Math.max(1, Math.min(timeout.toMillis(), Integer.MAX_VALUE));
        connection.unwrap(PGConnection.class).getNotifications(millis);
    }

    private static RevokedRow row(ResultSet row) throws SQLException {
        RevokedToken token = new RevokedToken(
                TokenKind.of(row.getString("kind")),
                row.getString("token_id"),
                instant(row, "revoked_at"),
                instant(row, "expires_at"),
                row.getString("reason"));
        return new RevokedRow(token, row.getLong("xid"));
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
