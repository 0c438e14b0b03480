package dev.latchkey.mail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What the sender reads and writes: short transactions before and after sending, none meanwhile. */
@ApplicationScoped
class MailOutbox {

    /** Takes a mail that is due; whoever asks at the same time gets another. */
    @Transactional
    Optional<QueuedMail> take(Instant now) {
        return QueuedMail.takeDue(now);
    }

    /** Forgets a mail that was sent or given up. */
    @Transactional
    void delete(UUID id) {
        QueuedMail.deleteById(id);
    }

    @Transactional
    QueuedMail.Backlog backlog(Instant now) {
        return QueuedMail.backlog(now);
    }
}
