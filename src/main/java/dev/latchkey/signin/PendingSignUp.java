package dev.latchkey.signin;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "pending_sign_up")
@SuppressWarnings("UnusedVariable") // some fields are read by the database only
class PendingSignUp extends PanacheEntityBase {

    @Id
    private UUID id;

    private String address;
    private @Nullable String name;

    @Column(name = "password_hash")
    private String passwordHash;

    private byte @Nullable [] digest;
    private int mails;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @SuppressWarnings("NullAway.Init")
    protected PendingSignUp() {}

    static PendingSignUp of(
            UUID id, String address, @Nullable String name, String passwordHash, Instant now, Instant expiresAt) {
        PendingSignUp pending = new PendingSignUp();
        pending.id = id;
        pending.address = address;
        pending.name = name;
        pending.passwordHash = passwordHash;
        pending.createdAt = now;
        pending.expiresAt = expiresAt;
        return pending;
    }

    /** The newest one of an address that can become an account. */
    static Optional<PendingSignUp> findNewest(String address, Instant now) {
        return PendingSignUp.<PendingSignUp>find(
                        "address = :address AND expiresAt > :now ORDER BY id DESC",
                        Map.of("address", address, "now", now))
                .page(0, 1)
                .stream()
                .findFirst();
    }

    /** Those who sign up with one address take turns, or their count would hold for none of them. Held until the transaction ends. */
    static void lockAddress(String address) {
        getEntityManager()
                .createNativeQuery(
                        "SELECT pg_advisory_xact_lock(hashtextextended('latchkey/sign-up/' || :address, 0))",
                        Object.class)
                .setParameter("address", address)
                .getSingleResult();
    }

    static long countOf(String address, Instant since) {
        return count("address = :address AND createdAt > :since", Map.of("address", address, "since", since));
    }

    static void lock(UUID id) {
        findById(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Few rows that live for a day, so there is no index. */
    static long countHashesWith(Collection<String> keyIds) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        SELECT count(*) FROM pending_sign_up
                         WHERE substring(password_hash FROM ',keyid=([^$]+)') = ANY (:keyIds)""", Tuple.class)
                .setParameter("keyIds", keyIds.toArray(String[]::new))
                .getSingleResult()
                .get(0, Long.class);
    }

    static boolean isOpen(byte[] digest, Instant now) {
        return count("digest = :digest AND expiresAt > :now", Map.of("digest", digest, "now", now)) == 1;
    }

    /** Takes it away to make an account of it; of any number at once, one gets it. */
    static Optional<PendingSignUp> consume(byte[] digest, Instant now) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery(
                        "DELETE FROM pending_sign_up WHERE digest = :digest AND expires_at > :now RETURNING *",
                        PendingSignUp.class)
                .setParameter("digest", digest)
                .setParameter("now", now)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** Deletes up to a batch of those that can become nothing any more and count for no bound; says how many. */
    static int deleteExpired(Instant now, Instant createdBefore, int batch) {
        return getEntityManager()
                .createNativeQuery("""
                        DELETE FROM pending_sign_up WHERE id IN (SELECT id FROM pending_sign_up
                            WHERE expires_at <= :now AND created_at <= :before ORDER BY expires_at LIMIT :batch
                            FOR UPDATE SKIP LOCKED)""")
                .setParameter("now", now)
                .setParameter("before", createdBefore)
                .setParameter("batch", batch)
                .executeUpdate();
    }

    /** A mail with a link to it goes out, and the link of the mail before is void. */
    void mailed(byte[] newDigest, Instant newExpiresAt) {
        digest = newDigest;
        expiresAt = newExpiresAt;
        mails++;
    }

    UUID id() {
        return id;
    }

    String address() {
        return address;
    }

    @Nullable
    String name() {
        return name;
    }

    String passwordHash() {
        return passwordHash;
    }

    int mails() {
        return mails;
    }

    @Override
    public String toString() {
        return "PendingSignUp " + id;
    }
}
