package dev.latchkey.mail;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

@Entity
@Table(name = "mail_outbox")
@SuppressWarnings("UnusedVariable") // some fields are read by the database only
class QueuedMail extends PanacheEntityBase {

    /** Pause after the first attempt; each further one is twice as long. What takes longer to send may be sent twice. */
    static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

    static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    static final int COUNTED = 10_000;

    @Id
    private UUID id;

    private byte[] message;

    @Column(name = "master_key_id")
    private int masterKeyId;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "next_attempt_at")
    private Instant nextAttemptAt;

    private int attempts;

    @SuppressWarnings("NullAway.Init")
    protected QueuedMail() {}

    static QueuedMail of(UUID id, byte[] sealed, int masterKeyId, Instant now) {
        QueuedMail mail = new QueuedMail();
        mail.id = id;
        mail.message = sealed;
        mail.masterKeyId = masterKeyId;
        mail.createdAt = now;
        mail.nextAttemptAt = now;
        return mail;
    }

    /**
     * Takes a mail that is due and puts its next attempt off: no other node takes it meanwhile, and if this one fails or dies, it is due
     * again by itself.
     */
    static Optional<QueuedMail> takeDue(Instant now) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        UPDATE mail_outbox SET attempts = attempts + 1,
                               next_attempt_at = cast(:now AS timestamptz)
                                   + least(:first * power(2, least(attempts, 20)), :longest) * interval '1 second'
                         WHERE id = (SELECT id FROM mail_outbox WHERE next_attempt_at <= :now
                                      ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING *""", QueuedMail.class)
                .setParameter("now", now)
                .setParameter("first", FIRST_PAUSE.toSeconds())
                .setParameter("longest", LONGEST_PAUSE.toSeconds())
                .getResultList()
                .stream()
                .findFirst();
    }

    /**
     * How many wait, counted up to {@link #COUNTED}, and since when the oldest of them does; now, if none does. Ids are made from the
     * time, so the first by the primary key is the oldest: asked every few seconds, this must not read a queue that has grown long.
     */
    static Backlog backlog(Instant now) {
        long waiting = getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery(
                        "SELECT count(*) FROM (SELECT 1 FROM mail_outbox LIMIT :bound) AS waiting", Tuple.class)
                .setParameter("bound", COUNTED)
                .getSingleResult()
                .get(0, Long.class);
        Instant oldestAt = getEntityManager()
                .createQuery("SELECT createdAt FROM QueuedMail ORDER BY id", Instant.class)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .orElse(now);
        return new Backlog(waiting, oldestAt);
    }

    record Backlog(long waiting, Instant oldestAt) {}

    UUID id() {
        return id;
    }

    byte[] message() {
        return message;
    }

    int masterKeyId() {
        return masterKeyId;
    }

    Instant createdAt() {
        return createdAt;
    }

    int attempts() {
        return attempts;
    }

    @Override
    public String toString() {
        return "QueuedMail " + id;
    }
}
