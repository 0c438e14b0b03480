package dev.latchkey;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** Password hashes in the table, behind the application's back: what an import leaves there. */
@ApplicationScoped
public class PasswordRows {

    private final EntityManager database;

    PasswordRows(EntityManager database) {
        this.database = database;
    }

    @Transactional
    public String hash(UUID userId) {
        return (String) database.createNativeQuery("SELECT password_hash FROM app_user WHERE id = :id", Object.class)
                .setParameter("id", userId)
                .getSingleResult();
    }

    @Transactional
    public int securityVersion(UUID userId) {
        return (int) database.createNativeQuery("SELECT security_version FROM app_user WHERE id = :id", Object.class)
                .setParameter("id", userId)
                .getSingleResult();
    }

    @Transactional
    public void put(UUID userId, String hash) {
        database.createNativeQuery("UPDATE app_user SET password_hash = :hash WHERE id = :id")
                .setParameter("hash", hash)
                .setParameter("id", userId)
                .executeUpdate();
    }

    /** How many statements wait for a row that another transaction holds. */
    @Transactional
    public long waiting() {
        return (long) database.createNativeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ILIKE '%app_user%'",
                        Object.class)
                .getSingleResult();
    }
}
