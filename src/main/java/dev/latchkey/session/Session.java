package dev.latchkey.session;

import dev.latchkey.user.UserAuthority;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "session")
@SuppressWarnings("UnusedVariable") // some fields are read by the database only
class Session extends PanacheEntityBase {

    private static final UUID NO_SESSION = new UUID(0, 0);

    @Id
    private UUID id;

    @Column(name = "user_id")
    private UUID userId;

    @Column(name = "refresh_hash")
    private byte[] refreshHash;

    private int generation;

    @Column(name = "rotated_at")
    private Instant rotatedAt;

    @Column(name = "access_expires_at")
    private Instant accessExpiresAt;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "authenticated_at")
    private Instant authenticatedAt;

    @Column(name = "last_seen_at")
    private Instant lastSeenAt;

    @Column(name = "idle_expires_at")
    private Instant idleExpiresAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "remember_me")
    private boolean rememberMe;

    private String transport;

    @Column(name = "device_name")
    private String deviceName;

    @Column(name = "device_type")
    private String deviceType;

    @Column(name = "user_agent")
    private @Nullable String userAgent;

    private @Nullable String ip;
    private String[] amr;
    private String acr;

    @Column(name = "binding_hash")
    private @Nullable String bindingHash;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @Column(name = "end_reason")
    private @Nullable String endReason;

    @SuppressWarnings("NullAway.Init")
    protected Session() {}

    static Session start(UUID id, NewSession draft, byte[] refreshHash, Limits limits, Instant now) {
        Session session = new Session();
        session.id = id;
        session.userId = draft.userId();
        session.refreshHash = refreshHash;
        session.rotatedAt = now;
        session.createdAt = now;
        session.authenticatedAt = now;
        session.lastSeenAt = now;
        session.expiresAt = limits.expiresAt();
        session.idleExpiresAt = limits.idleExpiresAt();
        session.accessExpiresAt = limits.accessExpiresAt();
        session.rememberMe = draft.rememberMe();
        session.transport = draft.transport().code();
        session.deviceName = draft.device().name();
        session.deviceType = draft.device().type();
        session.userAgent = draft.device().userAgent();
        session.ip = draft.device().ip();
        session.amr = draft.amr().toArray(String[]::new);
        session.acr = draft.acr();
        session.bindingHash = draft.bindingHash();
        return session;
    }

    /** What takes this session's place: another id and secret, the same device and absolute limit. */
    Session successor(UUID newId, byte[] newHash, Reauthentication proof, Limits limits, Instant now) {
        Session session = new Session();
        session.id = newId;
        session.userId = userId;
        session.refreshHash = newHash;
        session.rotatedAt = now;
        session.createdAt = createdAt;
        session.authenticatedAt = now;
        session.lastSeenAt = now;
        session.expiresAt = limits.expiresAt();
        session.idleExpiresAt = limits.idleExpiresAt();
        session.accessExpiresAt = limits.accessExpiresAt();
        session.rememberMe = rememberMe;
        session.transport = transport;
        session.deviceName = deviceName;
        session.deviceType = deviceType;
        session.userAgent = userAgent;
        session.ip = ip;
        session.amr =
                Stream.concat(Stream.of(amr), proof.amr().stream()).distinct().toArray(String[]::new);
        session.acr = proof.acr();
        session.bindingHash = bindingHash;
        return session;
    }

    /** The row, locked until the transaction ends, so that what is decided about it stays true. */
    static Optional<Session> findLocked(UUID id) {
        return Optional.ofNullable(findById(id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** The row and its user's name and roles, in one query by primary key; empty if the user is disabled. */
    static Optional<LiveSessions.Found> findWithUser(UUID id) {
        return getEntityManager()
                .createQuery("""
                        SELECT s, u.username, u.roles FROM Session s JOIN User u ON u.id = s.userId
                         WHERE s.id = :id AND u.disabledAt IS NULL""", Object[].class)
                .setParameter("id", id)
                .setHint("org.hibernate.readOnly", true)
                .getResultList()
                .stream()
                .findFirst()
                .map(row -> new LiveSessions.Found(
                        (Session) row[0], new UserAuthority((String) row[1], List.of((String[]) row[2]))));
    }

    /** Notes that a live session was used and moves its idle limit, unless somebody has done so since {@code before}. */
    static void touch(UUID id, Instant now, Instant before, Instant idleExpiresAt, Instant accessExpiresAt) {
        getEntityManager()
                .createNativeQuery("""
                        UPDATE session SET last_seen_at = :now, idle_expires_at = least(:idle, expires_at),
                               access_expires_at = least(:access, :idle, expires_at)
                         WHERE id = :id AND ended_at IS NULL AND idle_expires_at > :now AND last_seen_at <= :before""")
                .setParameter("now", now)
                .setParameter("idle", idleExpiresAt)
                .setParameter("access", accessExpiresAt)
                .setParameter("id", id)
                .setParameter("before", before)
                .executeUpdate();
    }

    /** Ids only: a row loaded here would be out of date when it is ended a moment later. */
    static List<UUID> listLiveIds(UUID userId, Instant now) {
        return getEntityManager()
                .createQuery("""
                        SELECT id FROM Session WHERE userId = :user AND endedAt IS NULL AND idleExpiresAt > :now
                        ORDER BY lastSeenAt DESC, id DESC""", UUID.class)
                .setParameter("user", userId)
                .setParameter("now", now)
                .getResultList();
    }

    /** Whose sessions these are, as far as they have not ended. */
    static List<UUID> listLiveOwners(Set<UUID> ids) {
        return getEntityManager()
                .createQuery("SELECT DISTINCT userId FROM Session WHERE id IN :ids AND endedAt IS NULL", UUID.class)
                .setParameter("ids", ids)
                .getResultList();
    }

    static boolean exists(UUID id, UUID userId) {
        return count("id = :id AND userId = :user", Map.of("id", id, "user", userId)) > 0;
    }

    /** Ends one session unless it has ended; the row as it is afterwards, or empty. */
    static Optional<Session> end(UUID id, EndReason reason, Instant now) {
        return rows("""
                        UPDATE session SET ended_at = :now, end_reason = :reason
                         WHERE id = :id AND ended_at IS NULL RETURNING *""")
                .setParameter("now", now)
                .setParameter("reason", reason.code())
                .setParameter("id", id)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** Ends every session of a user that has not ended, but for one if one is given; the rows as they are afterwards. */
    static List<Session> endAllOf(UUID userId, Optional<UUID> except, EndReason reason, Instant now) {
        return rows("""
                        UPDATE session SET ended_at = :now, end_reason = :reason
                         WHERE user_id = :user AND id <> :except AND ended_at IS NULL RETURNING *""")
                .setParameter("now", now)
                .setParameter("reason", reason.code())
                .setParameter("user", userId)
                .setParameter("except", except.orElse(NO_SESSION))
                .getResultList();
    }

    /** A statement that returns rows as they are afterwards. */
    static NativeQuery<Session> rows(String sql) {
        return getEntityManager().unwrap(org.hibernate.Session.class).createNativeQuery(sql, Session.class);
    }

    /** Whether and why the session is over at this moment, whether or not anything has noticed yet. */
    Optional<EndReason> endAt(Instant now) {
        if (endReason != null) {
            return Optional.of(EndReason.of(endReason));
        }
        if (now.isBefore(idleExpiresAt)) {
            return Optional.empty();
        }
        return Optional.of(idleExpiresAt.equals(expiresAt) ? EndReason.EXPIRED : EndReason.IDLE_TIMEOUT);
    }

    /** Whether tokens of the session may be used beside a cookie with this hash. */
    boolean isBoundTo(@Nullable String presentedBinding) {
        return bindingHash == null || bindingHash.equals(presentedBinding);
    }

    boolean hasEnded() {
        return endedAt != null;
    }

    String deviceName() {
        return deviceName;
    }

    UUID id() {
        return id;
    }

    UUID userId() {
        return userId;
    }

    int generation() {
        return generation;
    }

    Instant rotatedAt() {
        return rotatedAt;
    }

    Instant lastSeenAt() {
        return lastSeenAt;
    }

    Instant accessExpiresAt() {
        return accessExpiresAt;
    }

    Requester usedFrom() {
        return new Requester(userAgent, ip);
    }

    Transport transport() {
        return Transport.of(transport);
    }

    byte[] refreshHash() {
        return refreshHash;
    }

    SessionGrant grant() {
        return new SessionGrant(
                id,
                userId,
                authenticatedAt,
                accessExpiresAt,
                idleExpiresAt,
                expiresAt,
                List.of(amr),
                acr,
                transport(),
                rememberMe,
                bindingHash);
    }

    @Override
    public String toString() {
        return "Session " + id;
    }
}
