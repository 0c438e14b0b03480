package dev.latchkey.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How the database goes about a search among many users: in a table that is the real one's twin, indexes included. */
@QuarkusTest
class UserSearchTest {

    private static final Pattern PARAMETER = Pattern.compile(":(\\w+)");
    private static final int PAGE = 51;

    @Inject
    AgroalDataSource database;

    @Test
    @DisplayName(
            "what is rare is found by its index, what is frequent by walking along the ids, and nothing by reading the whole table")
    void plansAreThoseOfAnIndex() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            // found before the real one by every statement of this connection
            statement.execute("CREATE TEMPORARY TABLE app_user (LIKE app_user INCLUDING ALL)");
            try {
                statement.execute("""
                        INSERT INTO app_user (id, username, email, name, roles, disabled_at, created_at)
                        SELECT gen_random_uuid(), 'u-' || md5(n::text), md5(n || 'x') || '@example.com', 'Name ' || md5(n || 'y'),
                               CASE WHEN n % 10000 = 0 THEN ARRAY['auditor', 'user'] ELSE ARRAY['user'] END,
                               CASE WHEN n % 10000 = 1 THEN timestamptz '2026-01-01' END, timestamptz '2026-01-01'
                          FROM generate_series(1, 60000) n""");
                statement.execute("ANALYZE app_user");

                for (UserFilter rare : new UserFilter[] {
                    search("u-123"),
                    search("ABCDE"),
                    search("name abcd"),
                    search("Two words"),
                    new UserFilter(Optional.empty(), Optional.of("auditor"), Optional.empty()),
                    new UserFilter(Optional.of("u-1"), Optional.of("auditor"), Optional.of(false)),
                    new UserFilter(Optional.empty(), Optional.of("nobody-has-it"), Optional.of(true)),
                    new UserFilter(Optional.empty(), Optional.empty(), Optional.of(true))
                }) {
                    assertThat(plan(statement, rare))
                            .contains("Index Scan")
                            .doesNotContain("app_user_pkey", "Seq Scan");
                }
                for (UserFilter frequent : new UserFilter[] {
                    search("u"),
                    search("NAME"),
                    new UserFilter(Optional.empty(), Optional.empty(), Optional.empty()),
                    new UserFilter(Optional.empty(), Optional.of("user"), Optional.of(false))
                }) {
                    assertThat(plan(statement, frequent))
                            .contains("Index Scan using")
                            .doesNotContain("Sort")
                            .doesNotContain("Seq Scan");
                }
            } finally {
                statement.execute("DROP TABLE pg_temp.app_user");
            }
        }
    }

    private static UserFilter search(String beginning) {
        return new UserFilter(Optional.of(beginning), Optional.empty(), Optional.empty());
    }

    private static String plan(Statement statement, UserFilter filter) throws SQLException {
        UserSearch search = UserSearch.of(filter, Optional.of(new UUID(1, 0)), PAGE);
        String sql = PARAMETER
                .matcher(search.sql())
                .replaceAll(found -> "'" + search.parameters().get(found.group(1)) + "'");
        try (ResultSet lines = statement.executeQuery("EXPLAIN " + sql)) {
            return Stream.iterate(next(lines), line -> !line.isEmpty(), line -> next(lines))
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String next(ResultSet lines) {
        try {
            return lines.next() ? lines.getString(1) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
