package dev.latchkey.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each question to the audit trail finds its index in a table of some size, also with a plan made for any value. */
@QuarkusTest
class AuditPlanTest {

    private static final String MANY_EVENTS = """
            INSERT INTO audit_event (id, at, type, outcome, severity, user_id, session_id, trace_id, client_id)
            SELECT ('01000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, '2026-01-01', 'type' || n % 20,
                   CASE WHEN n % 1000 = 0 THEN 'failure' ELSE 'success' END,
                   CASE WHEN n % 5000 = 0 THEN 'critical' WHEN n % 10 = 0 THEN 'warning' ELSE 'info' END,
                   gen_random_uuid(), gen_random_uuid(), md5(n::text),
                   CASE WHEN n % 10 = 0 THEN 'client' || n % 50 END
              FROM generate_series(1, 20000) AS n""";

    @Inject
    AgroalDataSource database;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id < $1 | uuid | audit_event_pk",
                "id >= $1 | uuid | audit_event_pk",
                "user_id = $1 | uuid | audit_event_user_ix",
                "session_id = $1 | uuid | audit_event_session_ix",
                "type = $1 | text | audit_event_type_ix",
                "outcome = 'failure' AND id < $1 | uuid | audit_event_failure_ix",
                "severity = 'critical' AND id < $1 | uuid | audit_event_severity_ix",
                "trace_id = $1 | text | audit_event_trace_ix",
                "client_id = $1 | text | audit_event_client_ix"
            })
    @DisplayName("a page, newest first")
    void pageUsesIndex(String condition, String type, String index) throws SQLException {
        String query = "PREPARE question(" + type + ") AS SELECT * FROM audit_event WHERE " + condition
                + " ORDER BY id DESC LIMIT 51";
        String value = type.equals("uuid") ? "'01000000-0000-7000-8000-000000000100'" : "'x'";

        assertThat(plan(query, "EXECUTE question(" + value + ")"))
                .contains(index)
                .doesNotContain("Seq Scan", "Sort");
    }

    @ParameterizedTest
    @CsvSource("audit_event_pk")
    void retentionUsesIndex(String index) throws SQLException {
        String query = "PREPARE question(uuid) AS DELETE FROM audit_event WHERE id IN (SELECT id FROM audit_event"
                + " WHERE id < $1 ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED)";

        assertThat(plan(query, "EXECUTE question('01000000-0000-7000-8000-000000004000')"))
                .contains("Index Scan using " + index)
                .doesNotContain("Sort");
    }

    private String plan(String prepare, String execute) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                statement.execute(MANY_EVENTS);
                statement.execute("ANALYZE audit_event");
                statement.execute("SET LOCAL plan_cache_mode = force_generic_plan");
                statement.execute(prepare);
                StringBuilder plan = new StringBuilder();
                try (ResultSet lines = statement.executeQuery("EXPLAIN " + execute)) {
                    while (lines.next()) {
                        plan.append(lines.getString(1)).append('\n');
                    }
                }
                statement.execute("DEALLOCATE question");
                return plan.toString();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }
}
