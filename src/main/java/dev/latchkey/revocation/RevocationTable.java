package dev.latchkey.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.function.Function;
import javax.sql.DataSource;

/** Writes the table {@code revoked_token}, in the caller's transaction. */
@ApplicationScoped
class RevocationTable {

    // In order, so that two transactions that revoke the same tokens wait for each other instead of deadlocking.
    private static final String INSERT = """
            INSERT INTO revoked_token (kind, token_id, revoked_at, expires_at, reason)
            SELECT kind, token_id, min(revoked_at), max(expires_at), min(reason)
              FROM unnest(?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::text[])
                   AS t (kind, token_id, revoked_at, expires_at, reason)
             GROUP BY kind, token_id
             ORDER BY kind, token_id
            """;

    // The new xid makes every node read the row again.
    private static final String EXTEND = """
            ON CONFLICT (kind, token_id) DO UPDATE SET expires_at = excluded.expires_at, xid = excluded.xid
             WHERE revoked_token.expires_at < excluded.expires_at
            """;

    private static final String KEEP = "ON CONFLICT (kind, token_id) DO NOTHING";

    private static final String DELETE_EXPIRED = """
            DELETE FROM revoked_token
             WHERE seq IN (SELECT seq FROM revoked_token WHERE expires_at <= ?
                            ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED)
            """;

    private final DataSource dataSource;

    RevocationTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Adds entries; one that is there keeps its reason and the later expiry. */
    @Transactional(Transactional.TxType.MANDATORY)
    void insert(Collection<RevokedToken> tokens) {
        insert(INSERT + EXTEND, tokens);
    }

    /** Adds entries and leaves those that are there alone; returns how many were not. */
    @Transactional(Transactional.TxType.MANDATORY)
    int insertMissing(Collection<RevokedToken> tokens) {
        return insert(INSERT + KEEP, tokens);
    }

    /** Deletes up to {@code limit} entries that expired at {@code now} or before, passing over what another node is deleting. */
    @Transactional
    int deleteExpired(Instant now, int limit) {
        return execute(DELETE_EXPIRED, statement -> {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setInt(2, limit);
        });
    }

    private int insert(String sql, Collection<RevokedToken> tokens) {
        return execute(sql, statement -> {
            setArray(statement, 1, tokens, token -> token.kind().code());
            setArray(statement, 2, tokens, RevokedToken::tokenId);
            setArray(statement, 3, tokens, token -> token.revokedAt().toString());
            setArray(statement, 4, tokens, token -> token.expiresAt().toString());
            setArray(statement, 5, tokens, RevokedToken::reason);
        });
    }

    private static void setArray(
            PreparedStatement statement,
            int index,
            Collection<RevokedToken> tokens,
            Function<RevokedToken, String> column)
            throws SQLException {
        Object[] values = tokens.stream().map(column).toArray();
        statement.setArray(index, statement.getConnection().createArrayOf("text", values));
    }

    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private int execute(String sql, Binding binding) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            return statement.executeUpdate();
        } catch (SQLException e) {
            // its SQLSTATE decides whether the reply is 503
            throw new RevocationFailure(e);
        }
    }

    /** The database did not do it. */
    static final class RevocationFailure extends RuntimeException {

        private static final long serialVersionUID = 1;

        RevocationFailure(SQLException cause) {
            super("The revocation list cannot be written", cause);
        }
    }
}
