package dev.latchkey;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.Transactional;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** Looks at the tables behind the application's back, and changes them as a restored backup would. */
@ApplicationScoped
public class SessionRows {

    private final EntityManager database;
    private final EntityManagerFactory factory;

    SessionRows(EntityManager database, EntityManagerFactory factory) {
        this.database = database;
        this.factory = factory;
    }

    @Transactional
    public int generation(UUID id) {
        return (int) single("SELECT generation FROM session WHERE id = :id", id);
    }

    @Transactional
    public String asText(UUID id) {
        return single("SELECT s::text FROM session s WHERE id = :id", id).toString();
    }

    @Transactional
    public String refreshHash(UUID id) {
        return single("SELECT encode(refresh_hash, 'hex') FROM session WHERE id = :id", id)
                .toString();
    }

    @Transactional
    public String endReason(UUID id) {
        return String.valueOf(single("SELECT end_reason FROM session WHERE id = :id", id));
    }

    /** Which transaction last wrote the row. */
    @Transactional
    public String transaction(UUID id) {
        return single("SELECT xmin::text FROM session WHERE id = :id", id).toString();
    }

    /** Who ended the session, by the audit trail. */
    @Transactional
    public List<UUID> enders(UUID sessionId) {
        return database.unwrap(Session.class)
                .createNativeQuery(
                        "SELECT actor_id FROM audit_event WHERE session_id = :id AND type = 'session_ended'",
                        UUID.class)
                .setParameter("id", sessionId)
                .getResultList();
    }

    @Transactional
    public long liveSessions(UUID userId) {
        return (long) single("SELECT count(*) FROM session WHERE user_id = :id AND ended_at IS NULL", userId);
    }

    @Transactional
    public List<String> auditTypes(UUID sessionId) {
        return database.unwrap(Session.class)
                .createNativeQuery("SELECT type FROM audit_event WHERE session_id = :id", String.class)
                .setParameter("id", sessionId)
                .getResultList();
    }

    /** Reasons of the events of a session, but for its start. */
    @Transactional
    public List<String> auditReasons(UUID sessionId) {
        return database.unwrap(Session.class)
                .createNativeQuery(
                        "SELECT reason FROM audit_event WHERE session_id = :id AND reason IS NOT NULL", String.class)
                .setParameter("id", sessionId)
                .getResultList();
    }

    @Transactional
    public String auditOf(UUID userId) {
        return database.createNativeQuery("SELECT e::text FROM audit_event e WHERE user_id = :id", String.class)
                .setParameter("id", userId)
                .getResultList()
                .toString();
    }

    @Transactional
    public long auditEvents(UUID userId) {
        return (long) single("SELECT count(*) FROM audit_event WHERE user_id = :id", userId);
    }

    /** Reasons of the events that came from an address. */
    @Transactional
    public List<String> auditReasonsFrom(String ip) {
        return database.unwrap(Session.class)
                .createNativeQuery("SELECT reason FROM audit_event WHERE ip = :ip", String.class)
                .setParameter("ip", ip)
                .getResultList();
    }

    /** Nobody has tried anything: the clock of the tests goes back between applications, and rows do not. */
    @Transactional
    public void forgetBuckets() {
        database.createNativeQuery("DELETE FROM throttle_bucket").executeUpdate();
    }

    /** How many accounts there are whose failures are kept, for longer than anything else is. */
    @Transactional
    public long accountsWithFailures() {
        return (long) database.createNativeQuery(
                        "SELECT count(*) FROM throttle_bucket WHERE forget_at > full_at + interval '300 days'",
                        Object.class)
                .getSingleResult();
    }

    @Transactional
    public long usersNamed(String username) {
        return (long) database.createNativeQuery("SELECT count(*) FROM app_user WHERE username = :name", Object.class)
                .setParameter("name", username)
                .getSingleResult();
    }

    /** What was asked for by address and waits. */
    @Transactional
    public long addressRequests() {
        return (long) database.createNativeQuery("SELECT count(*) FROM address_request", Object.class)
                .getSingleResult();
    }

    @Transactional
    public boolean exists(UUID id) {
        return (long) single("SELECT count(*) FROM session WHERE id = :id", id) == 1;
    }

    @Transactional
    public void delete(UUID id) {
        database.createNativeQuery("DELETE FROM session WHERE id = :id")
                .setParameter("id", id)
                .executeUpdate();
    }

    /** Addresses of the events of a session's end. */
    @Transactional
    public List<String> sourcesOfEnd(UUID sessionId) {
        return database.unwrap(Session.class)
                .createNativeQuery(
                        "SELECT coalesce(ip, 'none') FROM audit_event WHERE session_id = :id AND type = 'session_ended'",
                        String.class)
                .setParameter("id", sessionId)
                .getResultList();
    }

    @Transactional
    public long revocationsOf(UUID sessionId) {
        return (long) single("SELECT count(*) FROM revoked_token WHERE token_id = CAST(:id AS text)", sessionId);
    }

    /** The flag alone: nobody is told, and no session ends. */
    @Transactional
    public void setDisabled(UUID userId, boolean disabled) {
        database.createNativeQuery(
                        "UPDATE app_user SET disabled_at = CASE WHEN :disabled THEN created_at END WHERE id = :id")
                .setParameter("disabled", disabled)
                .setParameter("id", userId)
                .executeUpdate();
    }

    /** As a backup from before the last refresh would leave the row. */
    @Transactional
    public void rollBack(UUID id, String refreshHash) {
        database.createNativeQuery(
                        "UPDATE session SET generation = generation - 1, refresh_hash = :hash WHERE id = :id")
                .setParameter("hash", HexFormat.of().parseHex(refreshHash))
                .setParameter("id", id)
                .executeUpdate();
    }

    /** How many statements the application has prepared so far. */
    public long statements() {
        return factory.unwrap(SessionFactory.class).getStatistics().getPrepareStatementCount();
    }

    private Object single(String sql, UUID id) {
        return database.createNativeQuery(sql, Object.class)
                .setParameter("id", id)
                .getSingleResult();
    }
}
