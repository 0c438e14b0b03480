package dev.latchkey.signin;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "action_link")
@SuppressWarnings("UnusedVariable") // some fields are read by the database only
class ActionLink extends PanacheEntityBase {

    @Id
    private byte[] digest;

    private String purpose;

    @Column(name = "user_id")
    private UUID userId;

    private @Nullable String address;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @SuppressWarnings("NullAway.Init")
    protected ActionLink() {}

    static ActionLink of(byte[] digest, LinkPurpose purpose, UUID userId, @Nullable String address, Instant expiresAt) {
        ActionLink link = new ActionLink();
        link.digest = digest;
        link.purpose = purpose.code();
        link.userId = userId;
        link.address = address;
        link.expiresAt = expiresAt;
        return link;
    }

    /** Whose link it is, while it can be used. */
    static Optional<ActionLinks.Found> findOpen(byte[] digest, LinkPurpose purpose, Instant now) {
        return getEntityManager()
                .createQuery("""
                        SELECT userId, address FROM ActionLink
                        WHERE digest = :digest AND purpose = :purpose AND expiresAt > :now""", Object[].class)
                .setParameter("digest", digest)
                .setParameter("purpose", purpose.code())
                .setParameter("now", now)
                .getResultList()
                .stream()
                .findFirst()
                .map(row -> new ActionLinks.Found((UUID) row[0], (String) row[1]));
    }

    /** Whether the user has this many links that can be used. */
    static boolean areOpen(UUID userId, LinkPurpose purpose, int count, Instant now) {
        return getEntityManager()
                        .createQuery(
                                "SELECT 1 FROM ActionLink WHERE userId = :user AND purpose = :purpose AND expiresAt > :now",
                                Integer.class)
                        .setParameter("user", userId)
                        .setParameter("purpose", purpose.code())
                        .setParameter("now", now)
                        .setMaxResults(count)
                        .getResultList()
                        .size()
                == count;
    }

    /** Uses a link up; of any number at once, one gets true. */
    static boolean consume(byte[] digest, LinkPurpose purpose, Instant now) {
        return delete(
                        "digest = :digest AND purpose = :purpose AND expiresAt > :now",
                        Map.of("digest", digest, "purpose", purpose.code(), "now", now))
                == 1;
    }

    static void deleteAllOf(UUID userId, LinkPurpose purpose) {
        delete("userId = :user AND purpose = :purpose", Map.of("user", userId, "purpose", purpose.code()));
    }

    static int deleteExpired(Instant now, int batch) {
        return getEntityManager()
                .createNativeQuery("""
                        DELETE FROM action_link WHERE digest IN (SELECT digest FROM action_link WHERE expires_at <= :now
                            ORDER BY expires_at LIMIT :batch FOR UPDATE SKIP LOCKED)""")
                .setParameter("now", now)
                .setParameter("batch", batch)
                .executeUpdate();
    }

    @Override
    public String toString() {
        return "ActionLink";
    }
}
