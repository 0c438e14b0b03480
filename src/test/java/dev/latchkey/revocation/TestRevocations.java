package dev.latchkey.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Entries with unique ids, and the table as others write it: behind the back of the node under test. */
@ApplicationScoped
class TestRevocations {

    private static final String INSERT =
            "INSERT INTO revoked_token (kind, token_id, revoked_at, expires_at, reason) VALUES (?, ?, ?, ?, ?)";

    private final DataSource dataSource;

    TestRevocations(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    static RevokedToken session() {
        return session(Duration.ofHours(1));
    }

    static RevokedToken session(Duration left) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return new RevokedToken(TokenKind.SID, UUID.randomUUID().toString(), now, now.plus(left), "signed_out");
    }

    Connection connection() throws SQLException {
        return dataSource.getConnection();
    }

    /** As another node does it: announced by the trigger. */
    void insert(RevokedToken token) throws SQLException {
        try (Connection connection = connection()) {
            insert(connection, token);
        }
    }

    /** Not announced: only a poll or a reload can find it. */
    void insertSilently(RevokedToken token) throws SQLException {
        try (Connection connection = connection()) {
            connection.setAutoCommit(false);
            withoutTriggers(connection);
            insert(connection, token);
            connection.commit();
        }
    }

    static void withoutTriggers(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL session_replication_role = replica");
        }
    }

    static void insert(Connection connection, RevokedToken token) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, token.kind().code());
            statement.setString(2, token.tokenId());
            statement.setObject(3, token.revokedAt().atOffset(ZoneOffset.UTC));
            statement.setObject(4, token.expiresAt().atOffset(ZoneOffset.UTC));
            statement.setString(5, token.reason());
            statement.executeUpdate();
        }
    }

    void delete(RevokedToken token) throws SQLException {
        try (Connection connection = connection();
                PreparedStatement statement =
                        connection.prepareStatement("DELETE FROM revoked_token WHERE token_id = ?")) {
            statement.setString(1, token.tokenId());
            statement.executeUpdate();
        }
    }

    Optional<RevokedToken> find(RevokedToken token) throws SQLException {
        try (Connection connection = connection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT revoked_at, expires_at, reason FROM revoked_token WHERE kind = ? AND token_id = ?")) {
            statement.setString(1, token.kind().code());
            statement.setString(2, token.tokenId());
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new RevokedToken(
                                token.kind(),
                                token.tokenId(),
                                row.getObject(1, OffsetDateTime.class).toInstant(),
                                row.getObject(2, OffsetDateTime.class).toInstant(),
                                row.getString(3)))
                        : Optional.empty();
            }
        }
    }
}
