package dev.latchkey;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;

/** The audit trail cannot be written, as when the disk is full. */
public final class AuditOutage {

    private final DataSource database;

    public AuditOutage(DataSource database) {
        this.database = database;
    }

    /** Does something while no event of this session can be written; those of others can. */
    public void during(UUID sessionId, Runnable work) throws SQLException {
        execute("""
                CREATE FUNCTION refuse_event() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'the disk is full' USING ERRCODE = 'disk_full'; END $$""");
        try {
            execute("CREATE TRIGGER refuse_event BEFORE INSERT ON audit_event FOR EACH ROW WHEN (NEW.session_id = '"
                    + sessionId + "') EXECUTE FUNCTION refuse_event()");
            work.run();
        } finally {
            execute("DROP FUNCTION refuse_event CASCADE");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
