package dev.latchkey.session;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The queries behind what people see of their sessions; they change nothing. */
final class SessionLists {

    private SessionLists() {}

    /** The lines of the device list: projections, since nobody needs the rest of the row. */
    static List<SessionView> listLive(UUID userId, UUID current, Instant now) {
        return Session.getEntityManager()
                .createQuery("""
                        SELECT id, deviceName, deviceType, ip, createdAt, lastSeenAt, idleExpiresAt, expiresAt, rememberMe, amr
                        FROM Session WHERE userId = :user AND endedAt IS NULL AND idleExpiresAt > :now
                        ORDER BY lastSeenAt DESC, id DESC""", LiveRow.class)
                .setParameter("user", userId)
                .setParameter("now", now)
                .getResultStream()
                .map(row -> row.view(current))
                .toList();
    }

    /** The latest ends first; a session that goes on under another id has not ended for its user. */
    static List<EndedSessionView> listEnded(UUID userId, int limit) {
        return Session.getEntityManager()
                .createQuery("""
                        SELECT id, deviceName, deviceType, ip, createdAt, lastSeenAt, endedAt, endReason
                        FROM Session WHERE userId = :user AND endedAt IS NOT NULL AND endReason <> 'replaced'
                        ORDER BY endedAt DESC, id DESC""", EndedSessionView.class)
                .setParameter("user", userId)
                .setMaxResults(limit)
                .getResultList();
    }

    /** Whether the user has a session, or one that ended within the retention, on a device that calls itself like this one. */
    static boolean existsOn(Device device, UUID userId) {
        return existsWith(
                "userId = :user AND deviceName = :name AND deviceType = :type",
                Map.of("user", userId, "name", device.name(), "type", device.type()));
    }

    /** Whether the user has a session, or one that ended within the retention. */
    static boolean existsOf(UUID userId) {
        return existsWith("userId = :user", Map.of("user", userId));
    }

    private static boolean existsWith(String condition, Map<String, Object> parameters) {
        return Session.<Session>find(condition, parameters)
                .range(0, 0)
                .firstResultOptional()
                .isPresent();
    }
}
