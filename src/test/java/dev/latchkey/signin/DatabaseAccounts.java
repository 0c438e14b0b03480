package dev.latchkey.signin;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** PostgreSQL's own counters. */
@ApplicationScoped
class DatabaseAccounts {

    private final AgroalDataSource database;

    DatabaseAccounts(AgroalDataSource database) {
        this.database = database;
    }

    void reset() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
            statement.execute("SELECT pg_stat_statements_reset()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often statements like this ran, the ones of the revocation poll and of this class aside. */
    long callsOf(String pattern) {
        return number("""
                SELECT coalesce(sum(calls), 0) FROM pg_stat_statements
                 WHERE query ILIKE ? AND query NOT ILIKE '%revoked_token%' AND query NOT ILIKE '%pg_stat%'
                   AND query NOT ILIKE '%notif%'""", pattern);
    }

    /** A column of pg_stat_user_tables for the table of sessions, flushed by every backend that matters. */
    long updatesOf(String column) {
        number("SELECT count(pg_stat_force_next_flush()::text) FROM generate_series(1, 1) WHERE ? <> ''", "x");
        return number(
                "SELECT (to_jsonb(t) ->> ?)::bigint FROM pg_stat_user_tables t WHERE relname = 'session'", column);
    }

    private long number(String sql, String parameter) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
