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

@Entity
@Table(name = "not_me_link")
@SuppressWarnings("UnusedVariable") // some fields are read by the database only
class NotMeLink extends PanacheEntityBase {

    @Id
    private byte[] digest;

    @Column(name = "user_id")
    private UUID userId;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @SuppressWarnings("NullAway.Init")
    protected NotMeLink() {}

    static NotMeLink of(byte[] digest, UUID userId, Instant expiresAt) {
        NotMeLink link = new NotMeLink();
        link.digest = digest;
        link.userId = userId;
        link.expiresAt = expiresAt;
        return link;
    }

    /** Whose link it is, while it can be used. */
    static Optional<UUID> findOwner(byte[] digest, Instant now) {
        return getEntityManager()
                .createQuery("SELECT userId FROM NotMeLink WHERE digest = :digest AND expiresAt > :now", UUID.class)
                .setParameter("digest", digest)
                .setParameter("now", now)
                .getResultStream()
                .findFirst();
    }

    /** Whether the user has this many links that can be used. */
    static boolean areOpen(UUID userId, int count, Instant now) {
        return getEntityManager()
                        .createQuery("SELECT 1 FROM NotMeLink WHERE userId = :user AND expiresAt > :now", Integer.class)
                        .setParameter("user", userId)
                        .setParameter("now", now)
                        .setMaxResults(count)
                        .getResultList()
                        .size()
                == count;
    }

    /** Uses a link up; of any number at once, one gets true. */
    static boolean consume(byte[] digest, Instant now) {
        return delete("digest = :digest AND expiresAt > :now", Map.of("digest", digest, "now", now)) == 1;
    }

    static void deleteAllOf(UUID userId) {
        delete("userId", userId);
    }

    static int deleteExpired(Instant now, int batch) {
        return getEntityManager()
                .createNativeQuery("""
                        DELETE FROM not_me_link WHERE digest IN (SELECT digest FROM not_me_link WHERE expires_at <= :now
                            ORDER BY expires_at LIMIT :batch FOR UPDATE SKIP LOCKED)""")
                .setParameter("now", now)
                .setParameter("batch", batch)
                .executeUpdate();
    }

    @Override
    public String toString() {
        return "NotMeLink";
    }
}
