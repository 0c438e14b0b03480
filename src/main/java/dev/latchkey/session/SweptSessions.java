package dev.latchkey.session;

import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements behind cleaning, in batches. */
final class SweptSessions {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private SweptSessions() {}

    /** The limits of the next rows by the primary key. */
    static List<SessionLimit> limitsAfter(Optional<UUID> after, int limit) {
        return Session.getEntityManager()
                .createQuery(
                        "SELECT id, endedAt, idleExpiresAt FROM Session WHERE id > :after ORDER BY id", Object[].class)
                .setParameter("after", after.orElse(BEFORE_ALL))
                .setMaxResults(limit)
                .getResultStream()
                .map(row -> new SessionLimit((UUID) row[0], row[1] != null, (Instant) row[2]))
                .toList();
    }

    /** Ends what passed a limit, at that limit, in a stretch of the primary key; rows that others hold are left for later. */
    static List<Session> endOver(Optional<UUID> after, UUID last, Instant now) {
        return Session.rows("""
                        UPDATE session SET ended_at = idle_expires_at,
                               end_reason = CASE WHEN idle_expires_at = expires_at THEN :expired ELSE :idle END
                         WHERE id IN (SELECT id FROM session WHERE id > :after AND id <= :last
                                         AND ended_at IS NULL AND idle_expires_at <= :now FOR UPDATE SKIP LOCKED)
                        RETURNING *""")
                .setParameter("expired", EndReason.EXPIRED.code())
                .setParameter("idle", EndReason.IDLE_TIMEOUT.code())
                .setParameter("after", after.orElse(BEFORE_ALL))
                .setParameter("last", last)
                .setParameter("now", now)
                .getResultList();
    }

    /** How many sessions ended at this moment or before, counted by the index up to a bound. */
    static int countEndedBefore(Instant limit, int bound) {
        return Session.getEntityManager()
                .unwrap(org.hibernate.Session.class)
                .createNativeQuery(
                        "SELECT count(*) FROM (SELECT 1 FROM session WHERE ended_at <= :limit LIMIT :bound) AS due",
                        Tuple.class)
                .setParameter("limit", limit)
                .setParameter("bound", bound)
                .getSingleResult()
                .get(0, Long.class)
                .intValue();
    }

    /** Deletes sessions that ended at this moment or before, the longest ended first; says how many. */
    static int deleteEndedBefore(Instant limit, int batch) {
        return Session.getEntityManager()
                .createNativeQuery("""
                        DELETE FROM session WHERE id IN (SELECT id FROM session WHERE ended_at <= :limit
                            ORDER BY ended_at LIMIT :batch FOR UPDATE SKIP LOCKED)""")
                .setParameter("limit", limit)
                .setParameter("batch", batch)
                .executeUpdate();
    }
}
