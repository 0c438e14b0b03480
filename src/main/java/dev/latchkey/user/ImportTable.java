package dev.latchkey.user;

import dev.latchkey.user.ImportPlan.Owner;
import dev.latchkey.user.ImportPlan.Step;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads and writes many users at once, in the caller's transaction: a few statements for some hundred of them. */
@ApplicationScoped
class ImportTable {

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('latchkey/import'))";

    private static final String OWNERS =
            "SELECT n.name, u.import_digest FROM login_name n JOIN app_user u ON u.id = n.user_id WHERE n.name = ANY (?)";

    private static final String IMPORTED = "SELECT import_digest FROM app_user WHERE import_digest = ANY (?)";

    private static final String KNOWN = "SELECT id FROM app_user WHERE id = ANY (?)";

    // In order, so that two transactions that want the same names wait for each other instead of deadlocking.
    private static final String TAKE = """
            INSERT INTO login_name (name, user_id)
            SELECT name, user_id FROM unnest(?::text[], ?::uuid[]) AS t (name, user_id) ORDER BY name
            ON CONFLICT (name) DO NOTHING RETURNING name
            """;

    private static final String RELEASE = "DELETE FROM login_name WHERE name = ANY (?)";

    private static final String INSERT = """
            INSERT INTO app_user (id, username, email, email_verified, name, roles, disabled_at, created_at, password_hash, import_digest)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final DataSource dataSource;

    ImportTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Held until the transaction ends. */
    void lock() {
        run(LOCK, PreparedStatement::execute);
    }

    /** Who has the names that the users are to sign in with, as far as somebody has. */
    Map<String, Owner> owners(List<ImportedUser> users) {
        Object[] names = users.stream()
                .flatMap(user -> Stream.of(user.username(), user.secondLoginName()))
                .filter(name -> name != null)
                .distinct()
                .toArray();
        return run(OWNERS, statement -> {
            statement.setArray(1, statement.getConnection().createArrayOf("text", names));
            Map<String, Owner> owners = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    owners.put(rows.getString(1), new Owner(rows.getBytes(2)));
                }
            }
            return owners;
        });
    }

    /** Those of the users' digests that lines imported before had, whatever their users are called by now. */
    Set<ByteBuffer> imported(List<ImportedUser> users) {
        return run(IMPORTED, statement -> {
            byte[][] digests = users.stream().map(ImportedUser::digest).toArray(byte[][]::new);
            statement.setArray(1, statement.getConnection().createArrayOf("bytea", digests));
            Set<ByteBuffer> imported = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    imported.add(ByteBuffer.wrap(rows.getBytes(1)));
                }
            }
            return imported;
        });
    }

    /** Which of the ids users have. */
    Set<UUID> known(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return new HashSet<>();
        }
        return run(KNOWN, statement -> {
            statement.setArray(1, statement.getConnection().createArrayOf("uuid", ids.toArray()));
            Set<UUID> known = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    known.add(rows.getObject(1, UUID.class));
                }
            }
            return known;
        });
    }

    /** Takes the names for users whose rows this transaction is going to make; says which were free. */
    Set<String> take(List<Step> steps) {
        Map<String, UUID> wanted = new HashMap<>();
        steps.forEach(step -> step.loginNames().forEach(name -> wanted.put(name, step.id())));
        if (wanted.isEmpty()) {
            return Set.of();
        }
        return run(TAKE, statement -> {
            Connection connection = statement.getConnection();
            statement.setArray(
                    1, connection.createArrayOf("text", wanted.keySet().toArray()));
            statement.setArray(
                    2, connection.createArrayOf("uuid", wanted.values().toArray()));
            Set<String> taken = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    taken.add(rows.getString(1));
                }
            }
            return taken;
        });
    }

    /** Gives names back that this transaction took. */
    void release(Collection<String> names) {
        if (names.isEmpty()) {
            return;
        }
        run(RELEASE, statement -> {
            statement.setArray(1, statement.getConnection().createArrayOf("text", names.toArray()));
            return statement.executeUpdate();
        });
    }

    void insert(List<Step> steps, Instant now) {
        if (steps.isEmpty()) {
            return;
        }
        run(INSERT, statement -> {
            for (Step step : steps) {
                bind(statement, step, now);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    private static void bind(PreparedStatement statement, Step step, Instant now) throws SQLException {
        ImportedUser user = step.user();
        statement.setObject(1, step.id());
        statement.setString(2, user.username());
        statement.setString(3, user.email());
        statement.setBoolean(4, user.emailVerified());
        statement.setString(5, user.name());
        statement.setArray(6, statement.getConnection().createArrayOf("text", User.rolesWithUser(user.roles())));
        statement.setObject(7, user.disabled() ? at(now) : null);
        statement.setObject(8, at(user.createdAt() == null ? now : user.createdAt()));
        statement.setString(9, user.passwordHash());
        statement.setBytes(10, step.digest());
    }

    private static OffsetDateTime at(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    private interface Work<T extends @Nullable Object> {
        T with(PreparedStatement statement) throws SQLException;
    }

    private <T extends @Nullable Object> T run(String sql, Work<T> work) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.with(statement);
        } catch (SQLException e) {
            throw new ImportFailure(e);
        }
    }

    /** The database did not do it. Its own message is left out, for it shows the row. */
    static final class ImportFailure extends RuntimeException {

        private static final long serialVersionUID = 1;

        ImportFailure(SQLException cause) {
            super("Users cannot be imported", new SQLException("SQLSTATE " + cause.getSQLState(), cause.getSQLState()));
        }
    }
}
