package dev.latchkey.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What runs per request finds an index. Small tables are scanned whatever there is, hence without sequential scans; and by whatever
 * small index, hence with sessions of many users, most of which have ended.
 */
@QuarkusTest
class QueryPlanTest {

    private static final String ID = "'01999999-0000-7000-8000-000000000001'";

    private static final String USERS = """
            INSERT INTO app_user (id, username, roles, created_at)
            SELECT CASE i WHEN 1 THEN $id ELSE gen_random_uuid() END, 'plan-' || i, '{user}', '2026-01-01'
              FROM generate_series(1, 100) i
            """;

    private static final String SESSIONS = """
            INSERT INTO session (id, user_id, refresh_hash, generation, rotated_at, access_expires_at, created_at, authenticated_at,
                   last_seen_at, idle_expires_at, expires_at, remember_me, transport, device_name, device_type, amr, acr, ended_at,
                   end_reason)
            SELECT gen_random_uuid(), id, sha256(int8send(i)), 0, at, at, at, at, at, at, at, false, 'body', 'curl', 'other', '{pwd}',
                   'aal1', CASE WHEN i % 10 > 0 THEN at END, CASE WHEN i % 10 > 0 THEN 'signed_out' END
              FROM app_user, generate_series(1, 50) i, (SELECT '2026-01-01'::timestamptz + random() * interval '1 day' AS at) t
             WHERE username LIKE 'plan-%'
            """;

    @Inject
    AgroalDataSource database;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE session s SET generation = 1 FROM app_user u WHERE s.id = $id AND generation = 0 AND ended_at IS NULL"
                        + " AND u.id = s.user_id AND u.disabled_at IS NULL | session_pk",
                "UPDATE session s SET generation = 1 FROM app_user u WHERE s.id = $id AND generation = 0 AND ended_at IS NULL"
                        + " AND u.id = s.user_id AND u.disabled_at IS NULL | app_user_pk",
                "SELECT id FROM session WHERE user_id = $id AND ended_at IS NULL AND idle_expires_at > '2026-01-01'"
                        + " ORDER BY last_seen_at DESC, id DESC | session_live_ix",
                "UPDATE session SET ended_at = '2026-01-01', end_reason = 'signed_out' WHERE user_id = $id AND id <> $id"
                        + " AND ended_at IS NULL RETURNING * | session_live_ix",
                "SELECT s.*, u.username, u.roles FROM session s JOIN app_user u ON u.id = s.user_id"
                        + " WHERE s.id = $id AND u.disabled_at IS NULL | session_pk",
                "SELECT s.*, u.username, u.roles FROM session s JOIN app_user u ON u.id = s.user_id"
                        + " WHERE s.id = $id AND u.disabled_at IS NULL | app_user_pk",
                "UPDATE session SET last_seen_at = '2026-01-01' WHERE id = $id AND ended_at IS NULL"
                        + " AND idle_expires_at > '2026-01-01' AND last_seen_at <= '2026-01-01' | session_pk",
                "SELECT DISTINCT user_id FROM session WHERE id IN ($id, $id) AND ended_at IS NULL | session_pk",
                "SELECT id FROM session WHERE id > $id ORDER BY id LIMIT 500 | session_pk",
                "SELECT id FROM session WHERE ended_at <= '2026-01-01' ORDER BY ended_at LIMIT 500 | session_ended_ix",
                "SELECT id FROM session WHERE user_id = $id AND ended_at IS NOT NULL AND end_reason <> 'replaced'"
                        + " ORDER BY ended_at DESC, id DESC LIMIT 20 | session_history_ix",
                "SELECT 1 FROM session WHERE ended_at <= '2026-01-01' LIMIT 10000 | session_ended_ix",
                "SELECT username FROM app_user WHERE id = $id | app_user_pk",
                "UPDATE app_user SET password_hash = 'a' WHERE id = $id AND password_hash = 'b' | app_user_pk",
                "SELECT count(*) FROM app_user WHERE password_hash LIKE '$argon2id$%,keyid=%'"
                        + " AND substring(password_hash FROM ',keyid=([^$]+)') = ANY ('{AQ,Ag}') | app_user_pepper_ix",
                "SELECT user_id FROM login_name WHERE name = 'a' | login_name_pk",
                "SELECT count(*) FROM app_user WHERE 'admin' = ANY (roles) AND disabled_at IS NULL | app_user_admin_ix",
                "SELECT seq FROM revoked_token WHERE xid >= '7'::xid8 | revoked_token_xid_ix",
                "SELECT seq FROM revoked_token WHERE expires_at <= '2026-01-01' | revoked_token_expires_ix",
                "SELECT id FROM session WHERE user_id = $id AND device_name = 'a' AND device_type = 'b' LIMIT 1 | session_device_ix",
                "SELECT id FROM audit_event WHERE type = 'a' AND user_id = $id LIMIT 1 | audit_event_",
                "SELECT user_id FROM action_link WHERE digest = 'a' AND purpose = 'email' AND expires_at > '2026-01-01' | action_link_pk",
                "DELETE FROM action_link WHERE user_id = $id AND purpose = 'email' | action_link_user_ix",
                "SELECT digest FROM action_link WHERE expires_at <= '2026-01-01' ORDER BY expires_at LIMIT 9 | action_link_expires_ix",
                "SELECT id FROM pending_sign_up WHERE address = 'a' AND expires_at > '2026-01-01' ORDER BY id DESC LIMIT 1"
                        + " | pending_sign_up_address_ix",
                "SELECT count(*) FROM pending_sign_up WHERE address = 'a' AND created_at > '2026-01-01' | pending_sign_up_address_ix",
                "DELETE FROM pending_sign_up WHERE digest = 'a' AND expires_at > '2026-01-01' | pending_sign_up_digest_uk",
                "SELECT id FROM pending_sign_up WHERE expires_at <= '2026-01-01' ORDER BY expires_at LIMIT 9 | pending_sign_up_expires_ix",
                "SELECT id FROM address_request WHERE due_at <= '2026-01-01' ORDER BY id LIMIT 1 | address_request_pk",
                "SELECT id FROM app_user WHERE email = 'a' | app_user_email_search_ix",
                "DELETE FROM login_name WHERE user_id = $id AND name NOT IN ('a') | login_name_user_ix",
                "SELECT failures FROM throttle_bucket WHERE key = 'a' | throttle_bucket_pk",
                "SELECT key FROM throttle_bucket WHERE forget_at <= '2026-01-01' ORDER BY forget_at LIMIT 9"
                        + " | throttle_bucket_forget_ix",
                "SELECT id FROM mail_outbox WHERE next_attempt_at <= '2026-01-01' LIMIT 9 | mail_outbox_next_attempt_ix",
                "SELECT created_at FROM mail_outbox ORDER BY id LIMIT 1 | mail_outbox_pk"
            })
    void planUsesIndex(String sql, String index) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(USERS.replace("$id", ID));
            statement.execute(SESSIONS);
            statement.execute("ANALYZE session");
            statement.execute("SET LOCAL enable_seqscan = off");
            StringBuilder plan = new StringBuilder();
            try (ResultSet lines = statement.executeQuery("EXPLAIN " + sql.replace("$id", ID))) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
            connection.rollback();
            assertThat(plan.toString()).contains(index);
        }
    }
}
