package dev.latchkey.session;

import dev.latchkey.user.UserAuthority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The whole of a refresh that goes well, as one statement that is its own transaction: a conditional UPDATE, so that of any number
 * at once exactly one rotates, on however many nodes (standards R-04, S-15), and the primary-key read of the user.
 *
 * <p>Plain JDBC, because this is what the service does most, and mapping the row would cost more than the row (ADR 6).
 */
@ApplicationScoped
class SessionRotation {

    private static final String ROTATE = """
            UPDATE session s
               SET refresh_hash = ?, generation = generation + 1, rotated_at = ?, last_seen_at = ?,
                   idle_expires_at = least(CASE WHEN remember_me THEN ? ELSE ? END, expires_at),
                   access_expires_at = date_trunc('second', least(?, CASE WHEN remember_me THEN ? ELSE ? END, expires_at))
              FROM app_user u
             WHERE s.id = ? AND generation = ? AND refresh_hash = ? AND transport = ?
               AND (binding_hash IS NULL OR binding_hash = ?)
               AND ended_at IS NULL AND idle_expires_at > ? AND expires_at > ? AND u.id = s.user_id AND u.disabled_at IS NULL
            RETURNING s.user_id, authenticated_at, access_expires_at, idle_expires_at, expires_at, amr, acr, binding_hash, remember_me, username, roles, user_agent, ip
            """;

    private final DataSource dataSource;

    SessionRotation(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What the session allows from now on, whose it is, and what it was last known to be used from. */
    record Rotated(SessionGrant grant, UserAuthority user, Requester known) {}

    /** Empty if the presented token is not the current one of a live session of a user who may sign in: then nothing has changed. */
    @Transactional(Transactional.TxType.NEVER)
    Optional<Rotated> rotate(
            RefreshToken presented,
            byte[] presentedHash,
            byte[] nextHash,
            Transport transport,
            @Nullable String bindingHash,
            Rotation rotation) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(ROTATE)) {
            OffsetDateTime now = utc(rotation.now());
            OffsetDateTime idle = utc(rotation.idleExpiresAt());
            OffsetDateTime rememberedIdle = utc(rotation.rememberedIdleExpiresAt());
            bind(
                    statement,
                    nextHash,
                    now,
                    now,
                    rememberedIdle,
                    idle,
                    utc(rotation.accessExpiresAt()),
                    rememberedIdle,
                    idle,
                    presented.sessionId(),
                    presented.generation(),
                    presentedHash,
                    transport.code(),
                    bindingHash,
                    now,
                    now);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(rotated(presented.sessionId(), transport, row)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new RotationFailure(e);
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private static Rotated rotated(UUID id, Transport transport, ResultSet row) throws SQLException {
        return new Rotated(
                new SessionGrant(
                        id,
                        row.getObject("user_id", UUID.class),
                        instant(row, "authenticated_at"),
                        instant(row, "access_expires_at"),
                        instant(row, "idle_expires_at"),
                        instant(row, "expires_at"),
                        strings(row, "amr"),
                        row.getString("acr"),
                        transport,
                        row.getBoolean("remember_me"),
                        row.getString("binding_hash")),
                new UserAuthority(row.getString("username"), strings(row, "roles")),
                new Requester(row.getString("user_agent"), row.getString("ip")));
    }

    private static List<String> strings(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** The database did not do it; its SQLSTATE decides whether the reply is 503. */
    static final class RotationFailure extends RuntimeException {

        private static final long serialVersionUID = 1;

        RotationFailure(SQLException cause) {
            super("The session cannot be refreshed", cause);
        }
    }
}
