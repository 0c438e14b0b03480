package dev.latchkey.audit;

import dev.latchkey.support.Ids;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.hibernate.Session;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@SuppressWarnings("UnusedVariable") // fields are read by the database only
@Table(name = "audit_event")
class AuditEvent extends PanacheEntityBase {

    private static final int BATCH = 100;

    @Id
    private UUID id;

    private Instant at;
    private String type;
    private String outcome;
    private String severity;

    @Column(name = "user_id")
    private @Nullable UUID userId;

    @Column(name = "actor_id")
    private @Nullable UUID actorId;

    @Column(name = "session_id")
    private @Nullable UUID sessionId;

    private @Nullable String reason;
    private @Nullable String ip;

    @Column(name = "client_id")
    private @Nullable String clientId;

    @Column(name = "trace_id")
    private String traceId;

    @SuppressWarnings("NullAway.Init")
    protected AuditEvent() {}

    static AuditEvent of(UUID id, AuditEntry entry, String traceId, Instant at) {
        AuditEvent event = new AuditEvent();
        event.id = id;
        event.at = at;
        event.type = entry.type().code();
        event.outcome = entry.outcome().code();
        event.severity = entry.type().severity().code();
        event.userId = entry.userId();
        event.actorId = entry.actorId();
        event.sessionId = entry.sessionId();
        event.reason = entry.reason();
        event.ip = entry.ip();
        event.clientId = entry.clientId();
        event.traceId = traceId;
        return event;
    }

    /** In batches for this session of Hibernate's alone: everything else writes one event at a time. */
    static void persistAll(List<AuditEvent> events) {
        Session session = getEntityManager().unwrap(Session.class);
        Integer usual = session.getJdbcBatchSize();
        session.setJdbcBatchSize(BATCH);
        events.forEach(session::persist);
        session.flush();
        session.setJdbcBatchSize(usual);
    }

    static Set<UUID> concerned(AuditType type, Collection<UUID> userIds) {
        return Set.copyOf(getEntityManager()
                .createQuery(
                        "SELECT DISTINCT userId FROM AuditEvent WHERE type = :type AND userId IN :users", UUID.class)
                .setParameter("type", type.code())
                .setParameter("users", userIds)
                .getResultList());
    }

    /**
     * Events that pass the filter, newest first. Outcome and severity are words of ours in the text and no parameters, so that the
     * database may plan differently for the rare ones.
     */
    static List<AuditRecord> page(AuditFilter filter, Optional<UUID> before, int limit) {
        List<String> conditions = new ArrayList<>();
        Map<String, Object> parameters = new HashMap<>();
        BiConsumer<String, Optional<?>> where = (condition, value) -> value.ifPresent(it -> {
            conditions.add(condition);
            parameters.put(condition.substring(condition.indexOf(':') + 1), it);
        });
        where.accept("id < :before", before);
        where.accept("id >= :since", filter.since().map(Ids::lowestAt));
        where.accept("id < :until", filter.until().map(Ids::lowestAt));
        where.accept("userId = :user", filter.userId());
        where.accept("sessionId = :session", filter.sessionId());
        where.accept("type = :type", filter.type().map(AuditType::code));
        where.accept("traceId = :trace", filter.traceId());
        where.accept("clientId = :client", filter.clientId());
        filter.outcome().ifPresent(outcome -> conditions.add("outcome = '" + outcome.code() + "'"));
        filter.severity().ifPresent(severity -> conditions.add("severity = '" + severity.code() + "'"));
        String hql =
                "SELECT id, at, type, outcome, severity, userId, actorId, sessionId, reason, ip, traceId, clientId FROM AuditEvent"
                        + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                        + " ORDER BY id DESC";
        TypedQuery<AuditRecord> query =
                getEntityManager().createQuery(hql, AuditRecord.class).setMaxResults(limit);
        parameters.forEach(query::setParameter);
        return query.getResultList();
    }

    /** Deletes up to a batch from the old end of the primary key, passing over what another node is deleting; says how many. */
    static int deleteBefore(Instant limit, int batch) {
        return getEntityManager()
                .createNativeQuery("""
                        DELETE FROM audit_event WHERE id IN (SELECT id FROM audit_event WHERE id < :limit
                            ORDER BY id LIMIT :batch FOR UPDATE SKIP LOCKED)""")
                .setParameter("limit", Ids.lowestAt(limit))
                .setParameter("batch", batch)
                .executeUpdate();
    }

    @Override
    public String toString() {
        return "AuditEvent " + id;
    }
}
